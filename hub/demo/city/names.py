"""Names of the city's own making: lists of common parts, put together by chance. Nobody in particular is meant."""

from hub.demo.city.chance import Chance


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """`王Wang 李Li` → (("王", "Wang"), ("李", "Li"))."""
    words = text.split()
    return tuple((word.rstrip(_LATIN), word[len(word.rstrip(_LATIN)) :]) for word in words)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_LATIN = "abcdefghijklmnopqrstuvwxyzüABCDEFGHIJKLMNOPQRSTUVWXYZ'"

CITY = ("远汐市", "Yuanxi")
_DISTRICTS = _pairs("望潮Wangchao 听澜Tinglan 澄湾Chengwan 云帆Yunfan 月屿Yueyu 星滩Xingtan")

_PLACE_HEADS = _pairs(
    "安An 和He 康Kang 宁Ning 福Fu 泰Tai 瑞Rui 明Ming 兴Xing 春Chun 新Xin 永Yong 长Chang 清Qing 玉Yu 文Wen 德De 义Yi "
    "景Jing 柳Liu 桂Gui 松Song 梅Mei 莲Lian"
)
_PLACE_TAILS = _pairs(
    "园yuan 里li 桥qiao 塘tang 坊fang 湾wan 岭ling 溪xi 坡po 洲zhou 泉quan 台tai 井jing 渡du 林lin 石shi 浦pu 港gang"
)
_ROAD_KINDS = _pairs("路Lu 街Jie 巷Xiang")

_FAMILY_NAMES = _pairs(
    "王Wang 李Li 张Zhang 刘Liu 陈Chen 杨Yang 黄Huang 赵Zhao 吴Wu 周Zhou 徐Xu 孙Sun 马Ma 朱Zhu 胡Hu 郭Guo 何He 林Lin "
    "高Gao 罗Luo 郑Zheng 梁Liang 谢Xie 宋Song 唐Tang 许Xu 韩Han 邓Deng 冯Feng 曹Cao 彭Peng 曾Zeng 肖Xiao 田Tian 董Dong "
    "潘Pan 袁Yuan 蔡Cai 蒋Jiang 余Yu 于Yu 杜Du 叶Ye 程Cheng 魏Wei 苏Su 吕Lü 丁Ding 任Ren 卢Lu 姚Yao 沈Shen 钟Zhong "
    "姜Jiang 崔Cui 谭Tan 陆Lu 范Fan 汪Wang 廖Liao 石Shi 金Jin 韦Wei 贾Jia 夏Xia 付Fu 方Fang 邹Zou 熊Xiong 白Bai 孟Meng "
    "秦Qin 邱Qiu 侯Hou 江Jiang 尹Yin 薛Xue 闫Yan 段Duan 雷Lei 龙Long 黎Li 史Shi 陶Tao 贺He 毛Mao 郝Hao 顾Gu 龚Gong 邵Shao "
    "欧阳Ouyang 上官Shangguan 司马Sima"
)
_GIVEN_PARTS = _pairs(
    "伟wei 芳fang 娜na 敏min 静jing 丽li 强qiang 磊lei 洋yang 艳yan 勇yong 军jun 杰jie 娟juan 涛tao 超chao 明ming 霞xia "
    "秀xiu 英ying 华hua 玉yu 萍ping 红hong 玲ling 桂gui 文wen 建jian 国guo 志zhi 海hai 晓xiao 雪xue 梅mei 婷ting 宇yu "
    "浩hao 轩xuan 子zi 涵han 欣xin 怡yi 思si 佳jia 俊jun 博bo 晨chen 梓zi 雨yu 瑶yao 鑫xin 凯kai 鹏peng 飞fei 龙long "
    "平ping 刚gang 辉hui 波bo 斌bin 宁ning 琳lin 慧hui 颖ying 倩qian 燕yan 云yun 莉li 楠nan 岚lan 朝chao 庆qing 荣rong"
)
_FOREIGN_GIVEN = _words(
    "Maria José Anna John Fatima Ahmed Olga Ivan Aisha Samuel Grace Emeka Chiara Luca Sofia Mateo Priya Arjun "
    "Linh Minh Yuki Haruto Jiwoo Nadia Omar Elena Pavel Amina Kofi Ama Thomas Julia Pierre Camille Lars Ingrid "
    "Rosa Diego Noor Yusuf"
)
_FOREIGN_FAMILY = _words(
    "Santos García Müller Smith Hassan Ali Petrova Ivanov Okafor Mensah Rossi Bianchi Fernández López Sharma "
    "Patel Nguyễn Trần Tanaka Satō Kim Haddad Farouk Kovács Novák Dubois Laurent Hansen Johansson Silva Pereira "
    "Rahman Begum Reyes Cruz O'Brien Murphy Adeyemi Diallo Traoré"
)

_FIRM_HEADS = _words(
    "华联 恒信 东方 金海 瑞丰 盛达 天和 嘉业 宏图 远航 永昌 新源 中辉 联创 博雅 通达 广厦 安居 和美 万里 泰康 汇通 鸿运 四海"
)
_FIRM_WORDS = ["海潮", "云帆", "澄湾", "月屿", "星滩", "听澜", "望潮", "碧波", "白沙", "长汀", "金沙", "蓝礁"]

SECTORS: dict[str, str] = {
    "MANUFACTURING": "制造",
    "CONSTRUCTION": "建筑",
    "RETAIL": "商贸",
    "FOOD_SERVICE": "餐饮",
    "LOGISTICS": "物流",
    "CLEANING": "保洁",
    "CARE": "护理",
    "EDUCATION": "教育",
    "HEALTH": "医疗",
    "INFORMATION_TECHNOLOGY": "信息技术",
    "FINANCE": "金融",
    "HOSPITALITY": "酒店",
}
HOUSEHOLD_SECTOR = "HOUSEHOLD"

_STRIDE = 7  # shares no factor with the number of combinations, so neighbours get unlike names


def _place_name(index: int) -> tuple[str, str]:
    heads, tails = len(_PLACE_HEADS), len(_PLACE_TAILS)
    place = index * _STRIDE % (heads * tails - 1)
    head, tail = _PLACE_HEADS[place % heads], _PLACE_TAILS[place // heads]
    return head[0] + tail[0], head[1] + tail[1]


def district_name(index: int) -> tuple[str, str]:
    """Chinese and Latin name of the `index`-th district of the city."""
    chinese, latin = _DISTRICTS[index]
    return f"{chinese}区", latin


def street_name(index: int) -> tuple[str, str]:
    """Chinese and Latin name of the `index`-th street office of the city."""
    chinese, latin = _place_name(index + 200)
    return f"{chinese}街道", latin


def community_name(index: int) -> tuple[str, str]:
    """Chinese and Latin name of the `index`-th community of the city (431 differ)."""
    chinese, latin = _place_name(index)
    return f"{chinese}社区", latin


def road_name(index: int) -> tuple[str, str]:
    """Chinese and Latin name of the `index`-th thoroughfare of a district (1,293 differ)."""
    chinese, latin = _place_name(index)
    kind = _ROAD_KINDS[index // (len(_PLACE_HEADS) * len(_PLACE_TAILS) - 1) % len(_ROAD_KINDS)]
    return chinese + kind[0], f"{latin} {kind[1]}"


def firm_name(chance: Chance, trade: str, index: int) -> tuple[str, str]:
    """Chinese legal name and a Latin one; `index` makes the name unique, as the registry of enterprises does."""
    word, head = chance.pick(_FIRM_WORDS), chance.pick(_FIRM_HEADS)
    chinese = f"远汐市{word}{head}{trade}有限公司（{index}号）"  # noqa: RUF001 the registry writes full-width brackets
    return chinese, f"Yuanxi Company {index} Ltd"


class Name:
    """The parts of one person's name."""

    __slots__ = ("family", "full", "given", "latin")

    def __init__(self, *, family: str, given: str, full: str, latin: str) -> None:
        self.family = family
        self.given = given
        self.full = full
        self.latin = latin


def _given(chance: Chance) -> tuple[str, str]:
    first = chance.pick(_GIVEN_PARTS)
    if chance.happens(0.25):
        return first[0], first[1].capitalize()
    second = chance.pick(_GIVEN_PARTS)
    return first[0] + second[0], first[1].capitalize() + second[1]


def chinese_name(chance: Chance, family: str = "") -> Name:
    """A Chinese name; with `family` that family's."""
    pair = next((pair for pair in _FAMILY_NAMES if pair[0] == family), None)
    pair = pair or _FAMILY_NAMES[chance.skewed(len(_FAMILY_NAMES))]
    given, latin = _given(chance)
    return Name(family=pair[0], given=given, full=pair[0] + given, latin=f"{pair[1]} {latin}")


def foreign_name(chance: Chance, family: str = "") -> Name:
    """A name in Latin letters; with `family` that family's."""
    family = family or chance.pick(_FOREIGN_FAMILY)
    given = chance.pick(_FOREIGN_GIVEN)
    return Name(family=family, given=given, full=f"{given} {family}", latin=f"{given} {family}")
