"""English signs of danger to the writer's life: what is looked for in a clause of canonical words.

`PLAIN` are statements that need no reading between the lines, `SIGNS` what makes one likelier, alone
or together. None of them decides; each is one piece of evidence, weighed by `bench/train_worth.py`.
Before each pattern stands what a text has to hold for it to match: what cannot match is not compiled.
"""

from __future__ import annotations

# Ways to write the same: contractions, dialect, slang, what is typed to get past a filter.
_SAME = {
    "do not": "dont dinnae dunno dint",
    "did not": "didnt",
    "does not": "doesnt",
    "should have": "shouldve",
    "would have": "wouldve",
    "could have": "couldve",
    "and": "n",
    "what is": "whats",
    "that is": "thats",
    "there is": "theres",
    "can not": "cant cannot cannae canny",
    "could not": "couldnt",
    "will not": "wont winnae",
    "would not": "wouldnt wouldna",
    "should not": "shouldnt",
    "is not": "isnt aint",
    "was not": "wasnt",
    "were not": "werent",
    "have not": "havent",
    "had not": "hadnt",
    "has not": "hasnt",
    "am": "m",
    "i am": "im iam",
    "i have": "ive",
    "i would": "id",
    "i will": "ill shall",
    "they would": "theyd",
    "they will": "theyll",
    "it is": "its",
    "it would": "itd",
    "want to": "wanna wana wannna wanta",
    "want": "wnat wan iwant wnt",
    "going to": "gonna gonnae gunna",
    "to": "tae 2",
    "myself": "meself masel mysel",
    "die": "dieee diee d1e",
    "thinking": "thinkin",
    "about": "aboot",
    "because": "bc bcos cos cus coz",
    "without": "wo",
    "nothing": "nowt nothin",
    "suicide": "sewerslide sewercide suicde sucide",
    "kill myself": "kms",
    "unalive": "unaliving unaliv",
    "self harm": "selfharm sh",
}

_WORDS = {old: new for new, olds in _SAME.items() for old in olds.split()}


def canonical(clause: str) -> str:
    """A clause in lower case without apostrophes as words in one spelling.

    >>> canonical("im gonna do it, my self")
    'i am going to do it myself'
    """
    plain = "".join(c if "a" <= c <= "z" or "0" <= c <= "9" or c == "□" else " " for c in clause)
    words = " ".join(_WORDS.get(word, word) for word in plain.split())
    return words.replace("my self", "myself").replace("anymore", "any more")


def _near(words: int) -> str:
    return rf"(?: \w+){{0,{words}}}? "


_NOT = r"(?:not|never|no|nothing|no one|nobody|without|none|stop|stopped|hardly|zero|□)"

SIGNS: dict[str, tuple[str, str]] = {
    "death would": (
        "death|dying|dead|die|suicide|exist|alive|ending|killing",
        r"\b(?:death|dying|being dead|be dead|dead|to die|suicide|not existing|not being alive|ending it|ending it all|killing myself)(?: \w+){0,2}? (?:is|seems|sounds|looks|feels|would be|would feel|comforts|was)\b(?: \w+){0,3} (?:better|relief|only|easier|peaceful|nice|comforting|friendly|answer|option|way|kinder|good|rest|restful|holiday|escape|plan|solution|mercy|deserve|me|what)\b",
    ),
    "i not live": (
        "alive|be here|be around|live|exist|surviv|living|wake|make it",
        rf"\bi(?: \w+){{0,3}} {_NOT}{_near(3)}(?:be alive|be here|be around|live|exist|survive|go on living|keep living|wake|make it to)\b",
    ),
    "tired of life": (
        "life|alive|living|live|exist|person|earth|world|planet",
        r"\b(?:tired|sick|weary|done|finished|fed up|bored|through|exhausted|enough|hate|hating|hated|loathe|despise|regret|giving up|given up|give up|out|end|quit|leave|leaving|leave|had it|over|finish|lost|zero|no|checking out|check out|point|use|why|purpose|reason|reasons|reason left)(?: (?:of|with|on|want|being|this|the|my|will|all|in|to|even|is|keep|carry|go|going|should|i|am|bother|stay|for|else|left))* (?:life|alive|living|existing|live|exist|staying alive|being a person|this earth|this world|this planet)\b",
    ),
    "still alive": (
        "alive|breathing|awake|sadly|unfortun|damn|disappoint|here|again",
        r"\b(?:still|why am i|sorry to be|only|why i am|sad that i am|opened my eyes|woke up)(?: \w+){0,5}? (?:alive|breathing|here|awake|again|sadly|unfortunately|damn|disappointed)\b",
    ),
    "suicide": ("suicid|overdos|self harm", r"\bsuicid\w*|\boverdos\w+|\bself harm\w*"),
    "i suicide": (
        "suicid|self harm",
        r"\b(?:i|my|me|am|feel|feeling|commit|committing|attempt\w*|thoughts?|thinking|about|urges?|ideation|note|plan\w*|consider\w*|only)(?: \w+){0,3} suicid\w*|\bsuicid\w* (?:thoughts?|ideation|urges?|note|again|since|today|feelings|plan|is|feels)\b|\bself harm\w*(?: \w+)? (?:urges?|again|relapse|today|last|instead|in)\b|\b(?:i|urges?|to|relapse\w*|started|back to|my) self harm\w*",
    ),
    "end life": (
        "end|tak|took|finish|stop|leav",
        r"\b(?:end|ends|ending|ended|take|taking|took|taken|finish|finishing|stop|leave|leaving)(?: (?:it all|my own life|my life|this life|the life|everything|it|things|this world|this earth|all of it))(?= (?:tonight|now|soon|tomorrow|on|this|before|after|when|in|at|by|all|for|and|today|because|is|once|if|here|there|with|next|week|then)|$|\n)",
    ),
    "my death": (
        "dead|death|funeral|suicide|body|grave|coffin|corpse|my last|gone|days are",
        r"\bmy (?:own )?(?:death|funeral|suicide|body|grave|coffin|corpse|last (?:day|night|entry|lesson|breath|practice|week|sunrise|attempt))\b|\bwhen (?:i am|i) (?:dead|gone)\b|\bi (?:am|will be|would be|were|was)(?: \w+)? dead\b|\bby the time(?: \w+){1,5} (?:dead|gone)\b|\bme dead\b|\bmy days are\b",
    ),
    "if i died": (
        "die|dead|gone|disappear|killed|not|never|exist|go",
        r"\b(?:if|when|once|after|before|that|because|so)(?: \w+)? i (?:\w+ )?(?:died|die|was dead|were dead|am dead|was gone|were gone|am gone|disappear\w*|killed|was not|were not|am not|had never|never existed|did not exist|stopped existing|go)\b",
    ),
    "without me": (
        "without me|me dead|me gone|me not|of me|minus me|die|dead|gone|not|disappear|never|vanish|killed|away|exist|ended",
        r"\b(?:better|happier|easier|relieved|fine|freer|free|lighter|cope|miss|notice|care|cry|mind|manage|simpler|best|problem|good|relief|over)\b(?: \w+){0,5}? (?:without me|me (?:dead|gone|not)|of me|minus me|(?:if|when|once|with|that|after) (?:i|me)(?: \w+)? (?:died|dead|gone|not|disappear\w*|never|vanish\w*|killed|away|die|exist\w*|ended))",
    ),
    "live or die": (
        "live or die|not surviv|existed|this life|that life|so what|rest of|too much|on life",
        r"\blive or die\b|\bnot surviv\w+\b|\bnever (?:have )?existed\b|\b(?:do|does) (?:this|that) life\b|\bso what if i\b|\brest of (?:them|my life|it)\b|\btoo much\b(?= i)|\bgiving up on life\b",
    ),
    "not wake": (
        "wak|woke|forever|my sleep|morning|tomorrow",
        r"\b(?:not|never|without|wish i did not|no)(?: \w+){0,2}? (?:wake|waking|woke|woken)\b|\bsleep(?: \w+){0,3} forever\b|\bin my sleep\b|\bsee the morning\b|\b(?:tomorrow|morning) (?:never|did not|does not|would not) c[oa]mes?\b|\bforever\b",
    ),
    "fate": (
        "hit|accident|run over|kill|tak|took|got|crash|cancer|tumo|terminal|attack|stop|give|fail|fatal|lightning|plane|down|quit|let|come|came",
        r"\b(?:hop\w+|wish\w*|want\w*|mind|grateful|glad|happy|pray\w*|begg?\w*|smile|care|welcome|ask\w*|please|so what|should)\b(?: \w+){0,6}? (?:hits?|accident|run over|killed|kills?|takes?|taken|got|crash\w*|cancer|tumou?r|terminal|accident|heart attack|stop|stops|give out|gives out|fail\w*|fatal|lightning|plane|go down|quits?)(?: \w+){0,3}? (?:me|by|on|out|i|in|with|$)|\b(?:god|lord|allah|death)(?: \w+){0,2} (?:take|takes|took|come|comes) (?:me|my)\b|\b(?:hit|kill|take|took|taken|got|let|killed)(?: \w+)? me\b",
    ),
    "should have died": (
        "died|taken me|killed me|worked|drowned|been me|let me|born|saved|found",
        r"\b(?:should|wish|would|could|why)(?: \w+){0,4} (?:have died|died|had died|taken me|killed me|worked|drowned|been me|let me (?:die|go)|not been born|never been born|not (?:saved|found)|been born)\b|\b(?:never|not|wish)(?: \w+){0,4} (?:been |be )?born\b",
    ),
    "survived": (
        "wish|regret|sorry|again|back|kill|end|die|hang|attempt|clean|cut|arm|sad|feel",
        r"\b(?:survived|saved|found me|attempt\w*|did not work|attempted|tried to|tried(?= (?:it|once|last|again|on))|hospital|relapse\w*|slipped|clean|back|again)\b(?: \w+){0,8} (?:wish|regret|sorry|again|back|kill|end|die|hang|attempt\w*|clean|cut\w*|arms?|sad|feel)\b",
    ),
    "cutting": (
        "cut|bleed|bled|scars|burns|ones|wounds|lines|sleeve",
        r"\b(?:i|to|been|keep|started|start|back|again|relapsed|stopped|from|is|the|was|and|am|need|want)(?: \w+)? (?:cut|cutting|bleed|bled)(?= (?:again|because|when|so|since|after|too|deep|and i|every|until|till|in the bath\w*|if|before)|$|\n)|\bcutting (?:is|makes|helps|keeps|calms|again|because)\b|\b(?:fresh|new|more|deep|three|two|hide|hides|hiding|the|covered in) (?:cuts|cut|scars|burns|ones|wounds|lines)\b|\blong sleeves\b|\bsleeves? (?:in|to|hide)\b",
    ),
    "on purpose": (
        "purpose|deliberate|punish|deserve|own doing|to feel|calm|helps|bled|until|bloody",
        r"\bon purpose\b|\bdeliberately\b|\bas (?:a )?punishment\b|\bi deserve(?:d)?\b|\bdeserves? to\b|\bmy own doing\b|\bto punish\b|\bto feel\b|\bcalms? me\b|\bit helps\b|\btill it bled\b|\buntil (?:i|it) bl\w+\b|\bbloody\b",
    ),
    "farewell": (
        "",
        r"\b(?:goodbye|farewell|suicide|last|final)s? (?:letters?|notes?|messages?|entry|everyone|all|world|mum|mom|note|letter)\b|\bmy goodbyes\b|\b(?:bye|goodbye|farewell)(?: \w+)? (?:world|everyone|all|mum|life)\b|\bsorry (?:to|mum|for|everyone)\b|\bwhoever finds\b|\bfinds? (?:me|my)\b|\bby the time\b|\bgave(?: \w+){0,4} away\b|\bgive\w*(?: \w+){0,3} away\b|\bmy will\b|\b(?:wont|not) need (?:them|it)\b|\bwhere i am going\b|\bfollow (?:him|her|them)\b|\bbe with (?:him|her|my|you)\b|\bjoin (?:him|her|my|them)\b",
    ),
    "unsafe": (
        "safe|trust|danger|help|save|stop me|something|voice",
        r"\b(?:not|do not|no longer)(?: \w+)? (?:safe|trust)(?: \w+)? (?:from|with|alone|myself|tonight|around|near)|\bsafe from\b|\bdanger to myself\b|\b(?:help|save) me\b|\bstop me\b|\bsomething to myself\b|\bvoices?\b",
    ),
    "jealous of dead": (
        "dead|grave|cemeter|stones|funeral|death|dying|suicide|surviv|kill|die|coffin|obituar|being|exist|end|bus",
        r"\b(?:jealous|envy|envious|wish\w*|under|like|fantasi\w+|dream\w*|daydream\w*|imagin\w+|pictur\w+|looked up|googled|search\w*|how to|ways? to|painless\w*|easiest)\b(?: \w+){0,6}? (?:dead|grave|graveyard|cemetery|stones|funeral|death|dying|suicide|surviving|kill|die|coffin|obituar\w+|not being|existing|end|bus)\b|\b(?:cemetery|graveyard|obituar\w+|coffin)\b(?: \w+){0,6} (?:jealous|envy|wish\w*)\b",
    ),
}

_ALSO = r"(?: (?:really|just|so|badly|bad|actually|honestly|only|much|still|all|the time|very|even|probably|maybe|also|now|go|please|literally|seriously|simply|genuinely|truly|would|could|can|do|not one note made me|that))*"
_DIE = r"(?:die|be dead|dead|not exist|not be alive|not be here|not to be alive|stop existing|stop living|stop being|cease to exist|never wake(?: up)?|not wake(?: up)?|disappear (?:forever|for good|and never|completely|from (?:the|this) \w+)|vanish (?:forever|for good|and never|from (?:the|this) \w+)|be gone (?:forever|for good|from)|be no more|leave this (?:life|world|earth)|be (?:buried|in the ground|erased)|unalive)(?! (?:of|from|on|away|a (?:beginner|loser)|before the|without|than|in peace|in the (?:game|map|lava)|to the|last|laughing|trying|tired|slow|for that|centre|line))"
_BY_HAND = r"(?:kill(?:ing|ed)?|hang(?:ing|ed)?|hung|shoot(?:ing)?|drown(?:ing|ed)?|off(?:ing)?|top(?:ping|ped)?|unalive|gas|suffocate|poison|end(?:ing)?|doing away with|do away with|starve|harm(?:ing|ed)?|cut(?:ting)?|hurt(?:ing)?) myself"
_LIVING = r"(?:live|living|be alive|being alive|alive|exist|existing|life|staying alive|stay alive|go on living|going on living|keep living|keep on living|carry on living|carrying on living|live for|be a person|being a person|be on this (?:earth|planet)|be in this (?:world|life)|be here any more|wake up (?:any more|tomorrow|again|ever)|see (?:tomorrow|another day|another year))"
PLAIN: tuple[tuple[str, str], ...] = (
    (
        "die|dead|exist|alive|be here|stop living|stop being|wake|disappear|vanish|gone|leave|buried|ground|erased",
        rf"\b(?:want|wants|wanted|wanting|wish|wishing|need|ready|would like|long|longing|hope|hoping|hoped|pray|praying|prefer|rather|sooner|going|decided|plan|planning|deserve|deserved|beg|begging|better if i|let me|should|supposed|like|love|about|will|waiting|intend|afraid i will|promised|feel like|way is|stop the pain is|right to)(?: to)?{_ALSO}(?: to)? (?:{_DIE})\b",
    ),
    (
        "wish",
        rf"\bwish(?:ed|ing|es)?(?: that)?{_ALSO} (?:i|they|it)(?: \w+){{0,2}} (?:dead|never(?: been)? born(?! \w+ handed)|not (?:been )?(?:born(?! left)|wake|woken|alive|exist)|died|drowned|not exist|worked|killed me|taken me|never existed)\b",
    ),
    (
        "myself|my life|own life|own hand|suicide",
        rf"\b(?<!not )(?<!keep )(?:{_BY_HAND}|end(?:ing|s)? my(?: own)? life|tak(?:e|ing) my(?: own)? life|took my own life|my own hands?|commit(?:ting)? suicide|own suicide)\b(?! (?:with my own|deadlift\w*|lifting|some slack|short|off|a slice|with the (?:chisel|saw|knife)|on the (?:oven|pan|string)|chopping|shaving|in the (?:game|map)))",
    ),
    (
        "living|live|alive|exist|life|person|earth|planet|world|any more|wake|see ",
        rf"\b(?:not|never|no longer|nothing|without|hardly)(?: \w+)?{_ALSO} (?:want|wish|care|deserve|plan|planning|intend|expect|bear|stand|able|meant|supposed|worth|see the point|know why i|left|have it in me|strength|desire|need|see myself|think i)(?: \w+)?{_ALSO}(?: (?:to|of|in|on|for|i|keep|be|go|going|any more|a reason))* {_LIVING}\b(?! (?:with|at|there|off|in|by) \w)",
    ),
    (
        "living|life|alive|exist|live|be here",
        r"\b(?:tired|sick|weary|done|finished|fed up|through|bored|had enough|enough|out|give up|giving up|given up|hate|regret|over|lost the will|will|no (?:\w+ )?(?:reason|point|sense|use|purpose|wish|desire|will|strength)|reason|point|why)(?: (?:i|to|me|left|of|with|on|in|for|this|my|the|all|any|keep|go|carry|going|carrying|on|should|bother))* (?:living|life|being alive|existing|to live|live|be alive|stay alive|staying alive|be here any more|exist)(?= (?:any|and|like|past|after|at|for|so|now|is|this|but|i|because|left|since|here|again|tonight|no)\b|$)(?! in \w)",
    ),
    (
        "dead|die|gone|killed|not around|not here|not alive|disappeared|existed|vanished|without me",
        r"\b(?:better|happier|easier|relieved|free|freer|lighter|fine|best|simpler|relief|miss|care|notice|favour)(?: \w+){0,4} (?:(?:if|when|once|with|now|that) (?:i|me)(?: \w+)? (?:dead|died|gone|die|killed|not around|not here|not alive|disappeared|never existed|vanished)|without me(?= (?:alive|here|in it|around|in this)|$))(?<!team would be better without me)(?<!play better without me)(?<!sounds better without me)",
    ),
    (
        "died|dead|killed|ended|not|existed|disappeared",
        r"\b(?:if|when|once|after|that)(?: \w+)? i (?:\w+ )?(?:died|was dead|am dead|killed myself|ended it|was not (?:alive|here|around)|never existed|disappeared forever)(?: \w+){0,5} (?:better|happier|easier|care|notice|relieved|free|relief)\b",
    ),
    (
        "suicid",
        r"\b(?:i|am|feel|feeling|been|being|so|my|these|having|have|had|felt|daily|passive|active) (?:suicidal|suicide)\b(?! (?:squeeze|sprint|sprints|pace|drill|drills|run|runs|pawn|prevention|in|on|statistics|tempo|bishop|is painless|and its))|\bsuicidal (?:thoughts|ideation|urges)(?= (?:again|since|back|every|all|today|are|came|daily|this)|$)|^suicidal\b|\b(?:thought|thinking|think|thoughts|considering|consider|contemplating|attempted|planning|choosing)(?: (?:about|of|my|a|on))? suicide\b|\bsuicide (?:is|feels|seems|would be|sounds)\b",
    ),
    (
        "end|finish",
        r"\b(?:end|ending|finish) (?:it all|it tonight|it on|it soon|everything|things|it this|my life|it)\b(?= (?:tonight|soon|tomorrow|all|this|today|now|by|before|after the|when|because i want)|$)(?<!to end it)",
    ),
    (
        "cut|burn|hurt|harm|scratch|slic|carv|slit|slash|starving|punishing",
        r"\b(?:want|wanted|urge|urges|need|going|keep|started|again|relapsed|back|feel like|like|cant stop|stop|been|i|and|to|deserve|punish(?:ing)?)(?: \w+){0,3} (?:cut|cutting|burn(?:ed|ing|t)?|hurt(?:ing)?|harm(?:ing|ed)?|scratch(?:ed|ing)?|slic(?:ed|ing)|carv(?:ed|ing)|slit|slash(?:ed)?|starving|punishing)(?: \w+)? (?:my (?:own )?(?:arms?|wrists?|thighs?|legs?|skin|stomach|hips?|forearms?)|myself)(?= (?:again|because|last|tonight|on purpose|when|to|so|until|till|with (?:a|the) (?:razor|blade|lighter|scissors|compass)|where|every|after|and it|raw|bloody|badly|is|but|it)|$)",
    ),
    (
        "self harm|cut",
        r"\bself harm(?:ed|ing|s)?(?: urges?)?\b(?= (?:again|urges?|relapse|today|last|instead|in the|is|tonight|every|all)|$)|\b(?:been|started|back to|keep|stopped|from|started|need to|want to|have to) (?:cut|cutting)(?= (?:again|so|in|because|when|but|since)|$)|\bcuts (?:i made|on my)\b",
    ),
    (
        "jump|step|throw|fall|walk|driv|steer|swerve|drown",
        r"\b(?:jump|jumping|jumped|step|stepping|stepped|throw myself|throwing myself|fall|walk|walking|drive|driving|steer|steering|swerve|drown)(?: \w+)? (?:off|in front of|under|into|over|from)(?: (?:the|a|an|my|of|oncoming|this))* (?:bridge|roof|rooftop|balcony|cliff|train|trains|lorry|truck|traffic|tracks|wall|tree|sea|river|lake|bus|platform|railing|building|window)\b(?=.* (?:over|done|so|die|dead|back|end|and not|for good)|$)",
    ),
    (
        "suicide|goodbye|how to|ways to|alive|death|own",
        r"\b(?:suicide|goodbye) (?:note|letter|letters|notes)\b(?= (?:instead|is|and hid|ready|written|tonight|to my|to mum|this|on)|$)|\bhow to (?:kill (?:yourself|myself)|die)\b|\bways to (?:die|kill (?:yourself|myself))\b|\bstill alive\b|\b(?:pray|praying|long|longing|wish|wishing|begging|ask|waiting) for death\b|\bmy own (?:death|suicide)\b",
    ),
)
# Whoever dies here is somebody else, or the words are.
OF_OTHERS = r"\b(?:he|she|her|his|him|hero|heroine|characters?|protagonist|villain|narrator|king|ghost|patients?|client|callers?|lyrics?|verse|chorus|song|aria|scene|chapter|poem|novel|script|line|dialogue|monologue|translat\w+|essay|osce|station|role|idiom|vocab|verb|tense|lava|boss|grenades?|rocket|respawn|level|lol|haha\w*|reads|phrase|sentence|word)\b"
