"""The database: tables, migrations, and all queries. The one importer of SQLAlchemy."""

# The tables are known to the metadata once their modules are imported.
from bot.store import institution_models, models, post_models, reminder_models

__all__ = ["institution_models", "models", "post_models", "reminder_models"]
