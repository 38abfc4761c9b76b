"""Whether an uploaded file is a workbook that may be opened at all: size, bombs, macros."""

import io
import zipfile

from bot.errors import BotError

LARGEST = 5_000_000  # bytes of the file
UNPACKED = 60_000_000  # bytes of all its parts
_PARTS = 500
# A sheet of cells packs some 20 : 1, one of empty formatted rows 60 : 1; a bomb 1000 : 1.
_RATIO = 200
_SMALL = 1_000_000  # bytes of a part that nobody can hurt with
_OLD = bytes.fromhex("d0cf11e0a1b11ae1")  # OLE: .xls, and whatever has a password


class Unreadable(BotError):
    """A file that is not opened, or has not what it should; says so to who uploaded it."""


def checked(content: bytes) -> None:
    """Raises Unreadable. The sizes a package declares are those that Python unpacks at most."""
    if len(content) > LARGEST:
        raise Unreadable(f"文件太大，超过{LARGEST // 1_000_000}MB，请分成几个文件导入")
    if content.startswith(_OLD):
        raise Unreadable("这是旧格式（.xls）或者加了密码的文件，请去掉密码、另存为 .xlsx 再导入")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check(package.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise Unreadable("这不是 Excel 文件（.xlsx），或者文件坏了") from error


def _check(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if "[content_types].xml" not in names:
        raise Unreadable("这不是 Excel 文件（.xlsx），或者文件坏了")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable("文件里有宏，不能导入，请另存为不带宏的 .xlsx")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("文件加了密码，请去掉密码再导入")
    too_much = sum(part.file_size for part in parts) > UNPACKED or len(parts) > _PARTS
    if too_much or any(_bomb(part) for part in parts):
        raise Unreadable("文件展开后太大，不能导入；请用下载的模板重新填")


def _bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _SMALL and part.file_size > _RATIO * part.compress_size
