"""Chinese sentences that judge their writer, as against what was done.

A rule carries its own scope: who the clause is about (我, 自己, or nobody named before the word), what
may stand between, what must not follow. A match falls away where it is denied (不代表…), where
somebody else says it (老师说我…), where the clause is about somebody else, and inside quotation marks
unless the words are the writer's own thoughts. Where no rule holds, the linear part may be sure by
itself; what neither knows is let pass.
"""

from __future__ import annotations

import re

from selfgrad.worth import Finding, hints, linear
from selfgrad.worth import chinese_words as words
from selfgrad.worth.script import simplified

SURE = 1.0  # log odds from which the linear part alone is believed
LABEL, TRAIT, WORTH = "给自己贴了标签", "说的是你这个人", "说自己不配"
HATE, ALWAYS, ASKED, IRONY = "在讨厌自己", "一件事说成了全部", "问的是你这个人", "反话说的是自己"

# A line is a clause of the text, so that . and [^他] stay within it.
_RULES = [
    (LABEL, "<ME>(?:[^他她它的不\n]|真的|[那这]样的|不[就过]|[跟和与].{1,4}比|是[^他她它的\n]{1,5}的|最..?的){0,11}?<NAME><ONLY>"),
    (LABEL, "<HEAD>[^他她它我这那有个是没不的\n]{0,3}<NAME><END>"),
    (LABEL, "<NAME>(?:就|还|果然)?是(?:我|本人|在下)|<NAME>(?:一[个枚只头根条]|本[人者尊柴]|实锤|无疑)"),
    (LABEL, "<ME>(?:跟.{1,4}比|这[块头根只])?<VERY>..?(?<=[是个头块根的术])(?:垃圾|猪|负担|木头|石头|错误|悲剧|错)<END>|<ME><VERY>(?:垃圾|猪|木头|石头|错误|悲剧)<END>|<HEAD>(?:垃圾|猪)(?:$|[啊吧一]我?)|是猪"),
    (TRAIT, "<ME><VERY><ANY><ONLY>"),
    (TRAIT, "<ME>[^他她它的不没\n]{1,6}(?:真|太|就是|这么|咁|果然|永远|实在|够)<VERY>(?:<FAULT>|<WEAK>)<ONLY>"),
    (TRAIT, "<ME>[^他她它这那的不\n]{0,8}<FAULT><END>"),
    (TRAIT, "<HEAD><WEAK>(?:死[我了]?$|死算|到|透|爆|得(?:[跟像要无可离没很]|<FAULT>)|了?我$|[啊呀呗]$|成[这那]|$)"),
    (TRAIT, "<HEAD><FAULT>(?:$|[啊呀吧了死透])|我(?:真|就|也|还)*没用(?:$|[啊吧了呢])|<ANY>(?:如|了吧?)我|说的(?:不?就)?是(?:我|在下)"),
    (TRAIT, "(?:像|就|凭)?我(?:就?这)(?:种|样|么|类|帮)的?(?:.{0,8}(?:人|货色?|水[平准]|智商|资质|脑子|咖|选手|东西))(?:.{0,10}?\n?<DOOM>|$)"),
    (TRAIT, "(?:给|供|对|要|教)我这[种样](?:的|人|货)|我(?:真的?|好|太|这么|很|活得|做人|是个?)+失败(?:$|[啊吧了人的])|比(?:谁|别人|大家|人家|任何人)[都还更]?<ANY>"),
    (TRAIT, "我这个?人.{0,3}?(?:<ANY>|<VERY><FAULT>|天生|没|不[值配行靠]|(?:做|干)?什么都|<BRAIN>)"),
    (TRAIT, "我(?:的|这|这个|这点|那点)*<NATURE>.{0,6}(?:<ANY>|<NAME>|错误|也就|不行|软|不好|像|慢|是个)"),
    (TRAIT, "我(?:的|这|那|个|破|点)*<BRAIN>(?!一片|里|短路|卡|一[热抽]).{0,6}?(?:不[行好够配]|有[问毛病坑]|[慢坏零低]|进水|装|是|干[嘛什]|就|下限|堪忧|长着|没|只|也|<WEAK>|<FAULT>)"),
    (TRAIT, "^(?:你|自己)?<BRAIN>(?:大概|怕|都|是|莫不是|被|给)*(?:装饰|摆设|白长|被|进水|有[问病坑]|没|喂|浆糊|筛子)|(?:拉低|下限).{0,8}<BRAIN>|<BRAIN>.{0,3}(?:下限|欠费)|没长<BRAIN>"),
    (TRAIT, "我[^他她\n]{0,5}[是就][^他她\n]{0,10}(?:没|不|失败|<ANY>|一无|垫底|淘汰)[^他她\n]{0,8}的(?:[那这][种类个])?(?:人|东西|货|家伙|命|料|孩子|小孩|种)?$"),
    (TRAIT, "(?:德[行性]|鬼样子|死样子)(?:$|了)|狗肚子|(?:天生|生来|娘胎|骨子里|基因|从小).{0,3}?(?:不[是行适如会]|<ANY>|慢|低)"),
    (TRAIT, "(?:<ME>|样样|真|果然|根本|压根|天生|说到底|^)[^他她是\n]{0,10}?不是(?:[这那]|个|一?块|[学念读搞做当弹打唱画写跑练教下拉]).{0,7}?(?:料|材料|命|苗子|的$)"),
    (TRAIT, "(?:我|<BRAIN>)[^他她\n]{0,8}?(?:根本|压根|天生|本来|真的?|果然|注定|就|是|是不是)+(?:不适合|不该|不应该|不可能|不会有)"),
    (TRAIT, "(?:我|难道).{0,4}不开窍|我.{0,5}(?:没救|废)了|我还有救|人(?:算是|是|就是|就)?(?:废|没救)了|没救了$"),
    (TRAIT, "(?:就|只有|唯独|得|单单|偏偏)我(?:一个人?|自己)?<VERY>.{0,6}(?:<NAME>|<ANY>)|<ANY>.{0,6}(?:就|还|果然)?是我(?!的)"),
    (TRAIT, "我.{0,8}不如(?:人|别|一|猪|狗|小)|连.{1,8}都(?:不如|比我)|[谁都猪]比我(?:强|有|聪明|好)|比我.{0,6}的?人吗|我[^他她\n]{0,4}最<ANY>|最<ANY>的$|(?:全|本).{1,4}最<ANY>"),
    (TRAIT, "我(?:永远|一辈子|这辈子|怎么也)?(?:都)?(?:赶|追|比|接)不上|我(?:连|就)?(?:算)?个?什么都?(?:东西|玩意|不是)|我.{0,3}(?:陪衬|次品|凑数|丢人的)"),
    (WORTH, "(?<![般分搭相支色])不配(?![合置对套平方饰件])|没有?资格(?!证)|有什么[资脸]|哪来?的?[脸资]|有脸|没脸|好意思|^你?配吗|我.{0,4}配吗|我.{0,3}配[读学当做拥有站坐弹]"),
    (WORTH, "我.{0,8}(?:凭什么|凭啥)|凭(?:什么|啥).{0,10}啊?我$|<ME>[^他\n]{0,6}(?:不值得|不值这|不值钱)|我.{0,6}(?:有什么用|有何用|何用|哪里值得)|[要留养教招收供].{0,8}我.{0,8}(?:浪费|亏|瞎|慈善|错|何用|有什么用)"),
    (WORTH, "活着.{0,2}(?:浪费|干嘛|有什么|是给)|白活|白长|浪费(?:粮食|空气|国家)|误人子弟|我.{0,3}(?:多余|存在)|[少没]我一个|有我没我|没有?人会?.{0,3}(?:喜欢|需要|愿意|要|爱).{0,3}(?:我|一个)|谁会.{0,6}我"),
    (WORTH, "我.{0,5}(?:拖累|连累|祸害|拖垮|添麻烦)|我.{0,6}(?:不合格|不称职)|^.{0,2}(?:作为|当).{1,5}我.{0,4}(?:不合格|不称职|失败)|我(?:就)?是个?(?:坏|烂|失败的|糟糕的)[^\n]{2}|我除了.{1,3}[还又会]"),
    (HATE, "(?:恨|讨厌|厌恶|恶心|嫌弃|不喜欢|[看瞧]不[起上]|鄙视|烦[透死]|受[不够]了?|憎|抽|掐死?|扇|骂)[死透极了的]*(?:这样|这种|现在|这么)?的?(?:我?自己(?!太?[拖熬没又总老忘偷乱])|我这个人|我这种人|我了?$|.{0,8}的(?:自己|我|那种人)$)"),
    (HATE, "(?:恨|讨厌|厌恶|嫌弃|[看瞧]不[起上])的.{0,3}[就是]*(?:我|自己)|对我?自己.{0,5}(?:失望|绝望|鄙视|恶心|厌恶|死心)|[没无]法(?:原谅|面对)我?自己|自己(?:真的?|好|很|太)*(?:恶心|讨厌|可恶)|镜子里的"),
    (HATE, "(?:^|我|就|真是|纯属)活该(?![他她])(?:$|[我学当挂被没考输跑练拿垫不就一])|活该(?:我|自己)|恨.{0,4}我$"),
    (ALWAYS, "<ME><VERY>(?:什么|啥)事?情?[都也](?:[做干学办弄搞教]不[好成会了来对]|不会$|不是$|不行)|^(?:什么|啥)事?情?[都也](?:[做干学办弄搞]不[好成会]|不是$)"),
    (ALWAYS, "[做干学搞弄碰管](?:啥|什么)做?(?:都|也|就)?(?:会|要|总|只会)?(?:被我|又)?(?:搞?砸|失败|不[行成好]|废|完蛋|啥|白搭|半途|黄)|啥[也都]不[是会]|哪[儿里]哪[儿里]完蛋|到我手里"),
    (ALWAYS, "一事无成|一无所[成长]|样样.{0,4}[不差]|[成干]不[了成].{0,2}[事器气的]|我(?:还|人)?[^他她\n]{0,4}能[干做]?[成好啥点什][^\n]{0,5}$|没有?(?:一|哪)[件样个].{0,8}(?:[做拿干像坚].{0,5}[成好手样底]|行|碰了不|擅长|对过)|没有?擅长的|没做对过"),
    (ALWAYS, "我(?:这|一|的)*(?:辈子|生|人生)[也就都真只是注定算]*(?:[这个]?样|完|没[救戏用出希]|不|失败|废|错|烂|别想|学不|由)|(?:我|做人|活得|整个人|成个人)[^他她的\n]{0,6}(?:失败|错误|完蛋|笑话)(?!的|了?以?后|率)|人生(?:败|输|失败)|问题.{0,3}是我(?:这个人|本人)?$"),
    (ALWAYS, "我(?:真|果然|就|可能|恐怕)*(?:永远|一?辈子|这辈子|注定)[也都就是]*(?:学不会|不会|不可能|不行|成不|[接追比赶]不上|半途|平庸|个)|^永远(?:都|是)*(?:个|掉|垫|拖|这样)|我(?:就)?是学不会|就.{0,3}这点出息"),
    (ASKED, "我(?:到底|究竟)?(?:怎么|为什么|为啥|干嘛).{0,5}?(?:<FAULT>|<NAME>|<WEAK>)|(?:怎么|为什么|为啥|凭啥|点解).{0,4}(?:我|人).{0,6}(?:<FAULT>|<NAME>|<WEAK>)"),
    (ASKED, "是不是(?:就|真的?|真是|根本|压根|天生|太|很|已经|单纯的?|有点|本来|个|成|的|我|这辈子|脑)*(?:<NAME>|<ANY>|废了|<BRAIN>|有病|有问题|不[适该配]|学不|智力|缺|装水)"),
    (ASKED, "(?:有|要)多<ANY>|<BRAIN>(?:是不是|真的?)*(?:有[问病]|坏|进水)|我.{0,2}是?怎么[混考活当][进上到]|我还是(?:个)?人吗|我.{0,3}怎么好意思"),
    (ASKED, "我[^想要该知\n]{0,12}?[学考做弹写下读画唱练打跑拉教配当混算](?:个)?(?:什么|啥|屁|鬼)(?!时候|都|也|样|地方)[^\n]{0,4}$|还[学考弹写下读画唱跑拉教当混](?:个)?(?:什么|啥|屁).{0,4}$"),
    (IRONY, "(?:恭喜|感谢)(?:本人|我自己)|感谢我|符合我的?人设|典型的?我$|[就只]有?我[能才]|给.{1,4}丢[人脸]|有我(?:这|那)(?:种|样|么)|(?:第一|年度|最佳|天选).{0,2}(?:<NAME>|废|笨|拖累)|没见过我|厉害死我|我的拿手|我是专家"),
]  # fmt: skip

# Praise of oneself is meant otherwise where the sentence tells of a failure.
_PRAISE = "我(?:可|好|太|还|也|真|是|的|他妈|很|挺|实在)+个?(?:行|能耐|有才|人才|天才|棒|优秀|能干|牛|了不起|厉害)|(?:真|好|太|可)?(?:行|棒|厉害|牛|优秀|聪明|能干|天才|人才|叻)[了的喔啊呀哦死]*我$|不愧是(?:我|本人)|真有你的"  # fmt: skip
_CLASSES = {kind: chr(0xE000 + place) for place, kind in enumerate(words.WORDS)}
_REST = "\ue00f"  # fills a marked word up to its length
_MARKS = [(mark, re.compile(words.WORDS[kind], re.MULTILINE)) for kind, mark in _CLASSES.items()]
_PARTS = {
    **{kind: mark + _REST + "*+" for kind, mark in _CLASSES.items()},
    "ANY": "[" + "".join(_CLASSES[kind] for kind in ("FAULT", "WEAK", "POOR")) + "]" + _REST + "*+",
    **{
        part: getattr(words, part)
        for part in ("ME", "VERY", "HEAD", "DOOM", "NATURE", "ONLY", "END")
    },
}


def _filled(pattern: str) -> str:
    for part in ("DOOM", *_PARTS):  # DOOM names others
        pattern = pattern.replace(f"<{part}>", _PARTS[part])
    return pattern


def _compiled(why: str, pattern: str) -> tuple[str, re.Pattern[str]]:
    return why, re.compile(_filled(pattern), re.MULTILINE)


_PATTERNS = [_compiled(*rule) for rule in _RULES]
_PRAISED = _compiled(IRONY, _PRAISE)
_OTHER = re.compile(words.SOMEBODY)
_OTHER_HEAD = re.compile(
    rf"^(?:[那这]个?|我的?|今天|班上|同组|前面那?位?|有个)*(?:{words.SOMEBODY}|[这那][个道段题破首支堆盘款])"
)
_SAID = re.compile(
    r"(?:说|骂|嫌|吼|笑|怪|批评|叫|讲|话|评价|点评|认为|以为|觉得|自称|称|演)(?:过|了|我|你|着|是)*$"
)
_DENIED = re.compile(
    r"(?:不代表|不等于|不说明|不意味着?|不觉得|没觉得|不认为|别再?[说觉骂]|不许再?说|谁[说规]|没[再有]?骂|忍住.{0,2}|并非|并不|不再|"
    r"(?<!是)不是(?=因)|^不是)[^\n]{0,5}$"
)
_REPORTED = re.compile(
    rf"{words.SOMEBODY}[^我\n]{{0,4}}(?:说|骂|嫌|吼|笑|怪|话|叫)[过了着]?[我你自]"
)
# Said anywhere, it keeps the linear part silent, which does not see what a denial reaches.
_DENIES = re.compile(
    r"不代表|不等于|不说明|不意味|不觉得|不认为|(?<!是)不是我|我(?:也|才|又|并)?不是(?=笨|懒|蠢|傻|废|坏|个[坏废笨])|我才不|谁[说规]|别再|不许|忍住|不再|没关系|没有那么|没那么"
)
_CITED = re.compile(r"^.{0,3}(?:那[段句场首]|这[段句场首词]|[两三四]个字|一词)|没关系|无关")
_SIGHTS = {
    "me": re.compile("我|自己|本人|俺"),
    "so": re.compile("真|就是|果然|简直|根本|天生|永远|一辈子|从来|怎么|这么|太|总"),
    "kind": re.compile("[这那]种|这样的|这个人|这人|的人|是个"),
    "other": _OTHER,
    "said": re.compile("说|骂|嫌|笑|叫"),
    "denied": re.compile("不是|不代表|不等于|不觉得|没那么|别再|不再"),
    "now": re.compile("今天|这次|刚才|昨[天晚]|第[一二三四五六七八九十]|[还暂]|没|忘|漏|错"),
}
_FAILURE = re.compile(r"[错漏忘没不又迟丢砸糊坑掉挂崩白烧删倒塌断卡输]|加班|晚了")
_BREAKS = re.compile(r"[，。！？；、：…,.!?;:~～\n（）()—]|(?<=[^!-~])\s|\s(?=[^!-~])")
_QUOTED = re.compile(r"“[^“”]*”|「[^「」]*」|『[^『』]*』|‘[^‘’]*’|《[^《》]*》|\"[^\"]*\"")
_OWN_THOUGHT = re.compile(r"(?<![他她们])(?:我|自己|心里|脑子里|脑海里?).{0,6}$")


def find(sentence: str) -> Finding | None:
    """What in a sentence judges its writer; None where nothing does, or nobody can tell."""
    if not any(hint in sentence for hint in hints.CHINESE):
        return None
    text = _clauses(sentence)
    marked = _marked(text)
    for why, pattern in [*_PATTERNS, _PRAISED] if _FAILURE.search(text) else _PATTERNS:
        for match in pattern.finditer(marked):
            if _holds(text, match.start(), match.end()):
                return Finding((match.span(),), why)
    return _by_weight(sentence)


def _by_weight(sentence: str) -> Finding | None:
    """What the linear part alone is sure of, with the words that weigh most."""
    found = pieces(sentence)
    if linear.score(found, "worth_zh") <= SURE:
        return None
    text = _clauses(sentence)
    best = linear.heaviest([p for p in found if len(p) > 1 and p in text], "worth_zh")
    at = text.find(best)
    span = (at, at + len(best))
    return Finding((span,), TRAIT) if not _DENIES.search(text) and _holds(text, *span) else None


def pieces(sentence: str) -> set[str]:
    """A sentence in pieces for the linear part: characters, classes of words, and what rules see."""
    text = _clauses(sentence)
    marked = _marked(text)
    kinds = [kind for kind, mark in _CLASSES.items() if mark in marked]
    kinds += [kind for kind, words_of in _SIGHTS.items() if words_of.search(text)]
    return linear.chinese(text) | linear.together(kinds)


def _clauses(sentence: str) -> str:
    """The sentence a clause a line, as long as it was, and others' words blotted out."""
    text = simplified(sentence)
    return _BREAKS.sub("\n", _QUOTED.sub(lambda quoted: _blotted(text, quoted), text))


def _blotted(text: str, quoted: re.Match[str]) -> str:
    whole = len(quoted[0]) >= len(text.strip()) - 1
    before = re.split(_BREAKS, text[: quoted.start()])[-1]
    if whole or (_OWN_THOUGHT.search(before) and not _OTHER.search(before)):
        return "\n" + quoted[0][1:-1] + "\n"
    return "□" * len(quoted[0])


def _marked(text: str) -> str:
    """The text with the words of each class as the mark of the class, as long as it was."""
    for mark, word in _MARKS:
        text = word.sub(lambda found: mark + _REST * (len(found[0]) - 1), text)  # noqa: B023
    return text


def _holds(text: str, start: int, end: int) -> bool:
    """Whether a match speaks of the writer: not denied, not said by or of somebody else."""
    begin = text.rfind("\n", 0, start) + 1
    before, after = text[begin:start], text[end:].partition("\n")[0]
    if _DENIED.search(before) or _REPORTED.search(text[begin:end]) or _CITED.search(after):
        return False
    said = _SAID.search(before)
    if said and _is_other(before[: said.start()], thinks=said[0][0] in "觉以认"):
        return False
    if "我" in text[start:end] or "我" in before:
        return True
    return not (_OTHER.search(before) or _OTHER_HEAD.search(_line_before(text, begin)))


def _line_before(text: str, begin: int) -> str:
    return text[: max(begin - 1, 0)].rpartition("\n")[2]


def _is_other(speaker: str, thinks: bool) -> bool:
    """Whether the words before 说 or 觉得 name somebody else; before 觉得 adverbs may stand alone."""
    if "我" in speaker or not speaker:
        return False
    return not thinks or bool(_OTHER.search(speaker))
