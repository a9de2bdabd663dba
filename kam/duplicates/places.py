"""Places in company names: 南京银行 and 北京银行 differ in nothing else and are two companies."""

from __future__ import annotations

_PROVINCES = """
北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东
海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门
"""
_CITIES = """
石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城
忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新
辽阳 盘锦 铁岭 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 哈尔滨 齐齐哈尔 鸡西 鹤岗 大庆 伊春 佳木斯
牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州
嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳
宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余
鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城
滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店
武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德
张家界 益阳 郴州 永州 怀化 娄底 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾
河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州
河池 来宾 崇左 海口 三亚 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安
达州 雅安 巴中 资阳 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 拉萨
西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉
庆阳 定西 陇南 西宁 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 义乌 昆山 江阴 常熟 张家港 慈溪
余姚 晋江 顺德 浦东 苏州工业园 台北 高雄 台中 台南 新竹 桃园 九龙 新加坡
"""
_COUNTRIES = "中国 德国 法国 美国 英国 日本 韩国 西班牙 意大利 荷兰"
_ENDINGS = ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市")
CHINESE: tuple[str, ...] = tuple(
    sorted({*_PROVINCES.split(), *_CITIES.split(), *_COUNTRIES.split()}, key=len, reverse=True)
)
PROVINCES = frozenset(_PROVINCES.split())

# Written in both scripts a place is one place.
BOTH_SCRIPTS: dict[str, str] = {
    "中国": "china", "德国": "germany", "法国": "france", "美国": "usa", "英国": "uk", "日本": "japan",
    "北京": "beijing", "上海": "shanghai", "广州": "guangzhou", "深圳": "shenzhen", "南京": "nanjing",
    "杭州": "hangzhou", "苏州": "suzhou", "天津": "tianjin", "重庆": "chongqing", "武汉": "wuhan",
    "成都": "chengdu", "宁波": "ningbo", "青岛": "qingdao", "大连": "dalian", "厦门": "xiamen",
    "广东": "guangdong", "浙江": "zhejiang", "江苏": "jiangsu", "四川": "sichuan", "香港": "hongkong",
    "台湾": "taiwan", "新加坡": "singapore",
}  # fmt: skip

# One spelling per place; the Chinese cities so that a branch abroad and at home are compared.
_LATIN = """
germany=deutschland|allemagne|alemania|german|deutsche france=frankreich|francia|french|francaise
spain=spanien|espana|espagne|iberia|iberica china=chine|cn italy=italien|italia|italie
netherlands=niederlande|nederland|holland|paysbas austria=osterreich|autriche
switzerland=schweiz|suisse|svizzera|swiss belgium=belgien|belgique|belgie
poland=polen|polska|pologne uk=britain|england|unitedkingdom|british
usa=us|america|americas|unitedstates europe=europa|european|emea japan=nippon korea= india=
brazil=brasil|brasilien mexico=mexiko|mexique canada=kanada russia=russland turkey=turkiye|turkei
sweden=schweden|sverige denmark=danemark|danmark norway=norwegen|norge finland=finnland portugal=
czechia=tschechien|cesko hungary=ungarn|magyarorszag ireland=irland scotland= asia=apac australia=
singapore= hongkong= taiwan= vietnam= thailand= beijing=peking shanghai= guangzhou=canton shenzhen=
nanjing= hangzhou= suzhou= tianjin= chongqing= wuhan= chengdu= ningbo= qingdao=tsingtao dalian=
xiamen= guangdong= zhejiang= jiangsu= sichuan= london=londres paris= berlin= munich=munchen hamburg=
cologne=koln frankfurt= stuttgart= dusseldorf= dortmund= leipzig= dresden= hanover=hannover
nuremberg=nurnberg bremen= vienna=wien zurich= geneva=geneve|genf lyon= marseille= toulouse= lille=
nantes= bordeaux= strasbourg=strassburg madrid= barcelona= valencia= sevilla=seville bilbao=
milan=milano|mailand rome=roma turin=torino amsterdam= rotterdam= brussels=bruxelles|brussel
manchester= birmingham= leeds= glasgow= dublin= newyork= chicago= boston= houston= texas=
california= bayern=bavaria sachsen= nord=north|norte sud=south|sur|sued ost=east|est|este
west=ouest|oeste
"""
LATIN: dict[str, str] = {
    word: place
    for place, _, others in (entry.partition("=") for entry in _LATIN.split())
    for word in (place, *others.split("|"))
    if word
}
_TWO_WORDS = {"new york": "newyork", "hong kong": "hongkong", "united kingdom": "unitedkingdom",
              "united states": "unitedstates", "great britain": "britain", "pays bas": "paysbas"}  # fmt: skip


def joined(text: str) -> str:
    """Places of two words as one word."""
    for many, one in _TWO_WORDS.items():
        text = text.replace(many, one)
    return text


def without_latin_place(words: list[str]) -> tuple[list[str], frozenset[str]]:
    """A name's words without the places among them, and those places.

    >>> without_latin_place(["siemens", "deutschland"])
    (['siemens'], frozenset({'germany'}))
    """
    rest = [w for w in words if w not in LATIN]
    return rest, frozenset(LATIN[w] for w in words if w in LATIN)


def without_chinese_place(text: str) -> tuple[str, frozenset[str]]:
    """A Chinese name without the places it begins with, and those places.

    >>> without_chinese_place("广东省深圳市大族激光")[0]
    '大族激光'
    """
    places: set[str] = set()
    while True:
        place = next((p for p in CHINESE if text.startswith(p) and len(text) > len(p)), None)
        if place is None:
            return text, frozenset(places)
        rest = text.removeprefix(place)
        ending = next((e for e in _ENDINGS if rest.startswith(e) and len(rest) > len(e)), "")
        text = rest.removeprefix(ending)
        places.add(place)
