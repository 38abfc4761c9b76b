"""Traditional characters read as the simplified ones that content is written in.

Only those that questions of our field are made of, one for one: places in the text stay put.
"""

_TRADITIONAL = (
    "託補貼備嬰兒幾個錢區縣鎮鄉臨連雲東澤辦開關門園證書單機構員師費給領錄視監檔級獎勵萬歲為這邊"
    "裡裏誰問嗎麼還沒後時間業產學習訓練職醫衛體檢務營運執註冊稅減徵險質評審報圖網點樓層積場條標"
    "準護養餵飯藥發現聯會婦團總計劃資規範號從進過離遠緊經繳納優價電氣熱綠設環責實際對應當無與來"
    "種類獨廠礦農閒閑賃戶遷買賣轉讓親媽爺寶傳統隊鑰動態興隨選擇達適齡滿屆約訂簽協議罰處訴舉導組"
    "織擔雙復複驗認兩識請該樣說話聽見覺愛歡頭長張紙寫數據碼線圍權勞償辭崗夠僅將紅鬧強擴並"
)
_SIMPLIFIED = (
    "托补贴备婴儿几个钱区县镇乡临连云东泽办开关门园证书单机构员师费给领录视监档级奖励万岁为这边"
    "里里谁问吗么还没后时间业产学习训练职医卫体检务营运执注册税减征险质评审报图网点楼层积场条标"
    "准护养喂饭药发现联会妇团总计划资规范号从进过离远紧经缴纳优价电气热绿设环责实际对应当无与来"
    "种类独厂矿农闲闲赁户迁买卖转让亲妈爷宝传统队钥动态兴随选择达适龄满届约订签协议罚处诉举导组"
    "织担双复复验认两识请该样说话听见觉爱欢头长张纸写数据码线围权劳偿辞岗够仅将红闹强扩并"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """The text with its traditional characters in the simplified form, as long as before."""
    return text.translate(_TABLE)
