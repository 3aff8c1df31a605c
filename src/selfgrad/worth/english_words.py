"""The words of the English rules by what they do in a sentence; a word may do several things.

`NAME` calls a person something in any place, `LOOSE` only after "I am a". `BAD` says what a
person is, `SOFT` may as well say how the day went. The lists are open: a word more needs a part of
it in `hints.ENGLISH`, and `tests/test_worth_english.py` says which one lacks it.
"""

from __future__ import annotations

NAMES = """
airhead also-ran arse arsehole ass asshole bastard bellend berk birdbrain blockhead bluffer
blunderer bonehead boob bore botcher bottler bozo buffoon bugger bum bumbler bungler chancer
charlatan cheater choker chucklehead chump clod clodhopper clot clown cluck clunker coward
crackpot cretin cripple crybaby dabbler dawdler dead-ender dead-loss deadbeat deadweight
degenerate dickhead dilettante dimbo dimbulb dimwit dingbat dingus dipshit dipstick disgrace
ditherer ditz dolt doofus doormat dope dork dotard drongo dropout dud duffer dullard dumbass
dumbbell dumbo dumdum dunce dunderhead dweeb eejit failure faintheart faker fart fathead feeb
flake flibbertigibbet flunkey fool fraud freeloader fuckhead fuckup fuckwit fuddy-duddy fumbler
galah gimp git gobshite goner goof goofball goon half-wit halfwit has-been hasbeen hypocrite idiot
idler idoit ignoramus imbecile imposter impostor ingrate jackass jerk klutz knobhead know-nothing
knuckle-dragger knucklehead laggard lame-brain lamebrain lamer lardass layabout lazybones
lightweight loafer loser louse lout lowlife lummox lunkhead malingerer maniac meathead milksop
misfit mongrel mook moron muddlehead muff muppet mutt muttonhead ne'er-do-well nincompoop ninny
nitwit nitwits no-hoper no-mark noddy nohoper non-starter nonentity nonstarter noob numbnuts
numbskull numpty numskull nutcase nutjob nutter oaf oddball ogre oik outcast pariah patzer
peabrain phoney phony pillock pinhead pipsqueak pleb plodder plonker ponce poser poseur prat
pretender procrastinator pushover quitter reprobate retard runt sad-sack saddo sap scaredy-cat
scatterbrain schlub schmuck screw-up screwup scrub scum second-rater shirker shithead simp
simpleton sissy skiver skunk slacker slob slouch slowcoach slowpoke sluggard sod softie softy
spastic spaz sponger stooge straggler stumblebum sucker swine thickhead thicko thickwit
time-waster timewaster tosser tosspot troglodyte turd twat twerp twit underachiever underperformer
vermin waffler walkover wally wannabe wash-out washout waster wastrel weakling weirdo whiner wimp
woodpusher worm wretch wuss yokel
"""

# Things, animals and roles that judge only where a person is said to be one.
LOOSE = """
also-ran burden cheat creep deadweight disappointment disaster disgrace dummy embarrassment fake
flop freak garbage hack has-been hasbeen hazard joke laughingstock let-down letdown liability liar
lump mediocrity menace mess misfit monster nightmare nobody nonentity nothing nuisance parasite
passenger pretender reject rubbish shit shitshow specimen tourist trainwreck trash waste wreck
zero zombie
"""

# Kinds of beings and things that stand for a person; with an adjective they need no subject.
CREATURES = """
amateur animal article baby beast bitch blob brick cabbage chicken cow dinosaur dog donkey
doughnut drip goat goldfish goose jellyfish lemon lump mare monkey mouse mug mule ox peasant pig
plank potato sausage sheep sloth slug snail spud tool turkey turnip vegetable
"""

BAD = """
abject amateurish asinine backward barmy bird-brained birdbrained brain-dead braindead brainless
bumbling bungling cack-handed characterless charmless chicken-hearted childish clod-hopping
clueless clumsiest contemptible cowardly craven cretinous daft damaged dappy defective deficient
delusional dense despicable dim dim-witted dimmest dimwitted dippy disgusting ditsy ditzy doltish
dopey dozy dullest dumb dumbest dysfunctional earless empty-headed expendable faint-hearted
fat-headed fatheaded feckless feeble feeble-minded feebleminded flawed foolish forgettable gauche
gawky good-for-nothing gormless gullible gutless half-hearted half-witted ham-fisted hamfisted
hateful hopeless hopeless-case hypocritical idiotic idle ill-equipped illiterate imbecilic
impaired inadequate inarticulate incapable incompetent incurable indolent ineffectual inept
infantile inferior innumerate insignificant insipid insufferable irredeemable irrelevant klutzy
laughable laziest lazy lily-livered limited loathsome loserish lumbering lumpish maladroit
milquetoast moronic muddle-headed negligible no-good oafish obtuse one-dimensional parasitic
pathetic pea-brained peabrained pig-headed pig-ignorant pitiable pitiful plodding puerile
replaceable repulsive retarded revolting rhythmless rotten scatty second-class second-rate
self-deluded shameful shiftless simple-minded simpleminded skilless slothful slovenly slow-witted
small-minded snivelling soulless spineless stoopid stupd stupid stupidest sub-human subhuman
subnormal superfluous talentless thick thick-headed thick-skulled thickest thickheaded third-class
third-rate tuneless two-faced unartistic unathletic unbearable uncoachable uncreative uncultured
underdeveloped undeserving uneducable unemployable unexceptional unfit unfixable unfunny ungifted
unimaginative uninspired unintelligent uninteresting unlikeable unlovable unmusical unoriginal
unpromising unremarkable unsalvageable unskilled unsuitable unsuited untalented unteachable
untrainable unwanted unworthy useless useless-as vacuous vapid washed-up weak-kneed weak-minded
weak-willed weedy wimpy witless woeful wooden-headed worthless wretched wrong-headed
yellow-bellied
"""

# Said of persons only, so that they judge without a subject.
PERSONAL = """
brain-dead braindead brainless cowardly dim-witted dimwitted fat-headed fatheaded feckless
gormless gutless half-witted incompetent moronic pathetic simple-minded slow-witted spineless
talentless thick-headed thickheaded uncoachable ungifted unintelligent untalented unteachable
weak-willed witless
"""

SOFT = """
abysmal anxious appalling atrocious average awful awkward bad blind boring broken clumsy cold
cowed crap crappy cursed dead deaf dire disorganised disorganized dreadful dreary dull
dysfunctional embarrassing empty fake fat faulty forgetful fragile frail futile garbage ghastly
graceless grotesque heartless helpless hollow horrible horrid ignorant immature impatient
imperfect impossible inarticulate inefficient inelegant insecure invisible irresponsible joyless
lacklustre lame leaden lesser listless lousy mad mediocre meek mindless miserable misguided
monstrous naive old ordinary petty pointless poor powerless pretentious primitive ridiculous
rotten rubbish sad scatterbrained selfish shallow shit shite shitty shoddy sickening silly simple
slack sloppy slow slowest sluggish soft sorry spoilt stiff stunted subpar superficial terrible
timid tone-deaf tragic trash ugly uncool uncoordinated undisciplined unfocused ungraceful
unhelpful unmotivated unreliable untidy weak weakest wet wooden worse worst wrong
"""

# What one is, as a thing one has.
TRAITS = """
clumsiness cowardice dullness dumbness failings feebleness foolishness idiocy ignorance imbecility
inadequacy incapacity incompetence ineptitude inferiority laziness mediocrity slowness stupidity
uselessness weakness worthlessness
"""

# How words begin and end that say what a person is, where they are in no list.
BEGINNINGS = ("dumb", "stupid", "idiot", "moron", "imbecil", "retard")
ENDINGS = ("-brained", "brained", "witted", "skulled", "-hearted", "fisted", "-headed", "-fingered")

# Said not to be there, they judge.
GOOD = """
artistic athletic brainy brave bright brilliant capable clever competent creative cut-out genius
gifted intellectual intelligent mathematical musical smart strong-willed talented worthwhile
worthy
"""

HUMANS = """
adult artist athlete baker beginner bloke boy chap chef child classmate coder cook creature dad
dancer dev developer doctor driver engineer excuse father fella fellow girl golfer guy human
individual kid lad lady lass learner man mathematician mother mum musician nurse parent person
pianist player programmer pupil runner singer sod somebody someone soul speaker student swimmer
teacher teammate thinker trainee woman writer
"""

GIFTS = """
ability aptitude artistry backbone bone brain brainpower brains character clue coordination
courage creativity dignity discipline feel finesse flair future gift grit guts hope imagination
instinct intellect intelligence iq memory musical-bone musicality nous patience personality
potential rhythm sense smarts spine stamina strength talent talents taste value willpower worth
"""

SPOIL = """
botch botched break broke destroy destroyed fail failed fails fuck fucked mess messed messing ruin
ruined ruins screw screwed screwing spoil spoiled spoilt suck wreck wrecked
"""

HATE = """
ashamed contempt despise despised detest detested disgust disgusted disgusts embarrassed hate
hated hating loathe loathed loathing loathsome revolted sick sickens tired
"""

ADVERBS = """
a-bit absolute absolutely actually again also always apparently as awfully basically bit bloody
born certainly clearly complete completely damn damned definitely downright eternally even ever
evidently fairly flipping forever freaking frigging fucking fundamentally genuinely goddamn
honestly hopelessly incredibly inherently innately irredeemably just kinda literally massive
mentally merely naturally obviously officially only outright particularly perfectly permanently
plain plainly pretty probably proper properly pure purely quite rather real really right ruddy
seriously simply so sodding still stone such super surely that too total totally true truly
unbelievably utter utterly very well
"""

OTHERS = """
anyone book boss brother coach colleague dad everyone examiner father friend he husband instructor
it mom mother mum nobody partner people professor she sister somebody someone teacher they trainer
tutor voice we wife you
"""

# What somebody says or thinks; behind them stands what they say, not what the writer says.
SAYS = """
accuse accused assume assumed assumes believe believed believes call called calling calls claim
claimed claims complained complains consider considered considers convinced decide decided hint
hinted imagine imagined implied implies imply insist insisted insists joke joked jokes label
labeled labelled mutter muttered pretend pretended reckon reckoned reckons said say saying says
shout shouted shouts suggest suggested suggests tell telling tells think thinking thinks thought
told whisper whispered whispers worried worry write writes written wrote yell yelled yells
"""

# Words about words: then the sentence is an example, a translation, a line of a play.
ABOUT_WORDS = """
mean means meant meaning translate translates translated translation pronounce pronounced spelled
spelling spelt rhyme rhymes lyric lyrics chorus verse quote quoted phrase proverb idiom vocab vocabulary noun adjective
adverb verb subjunctive conjugate conjugated synonym antonym character protagonist narrator monologue
dialogue title titled caption placeholder sentence example
"""

NOW = """
afternoon currently evening lately lesson moment morning now round session today tonight week
yesterday yet
"""

LINKS = """
although and as bc because but cause cos coz cuz if or since so than that thats then though when
whenever which while who
"""

PREPOSITIONS = "at in on for of with by like around among behind under from about until before after to into over next than"

CONTRACTIONS = {
    "im": "i am", "i'm": "i am", "iam": "i am", "ima": "i am a", "ive": "i have", "i've": "i have",
    "i'll": "i will", "i'd": "i would", "id": "i would", "dont": "do not", "don't": "do not",
    "cant": "can not", "can't": "can not", "cannot": "can not", "wont": "will not",
    "won't": "will not", "didnt": "did not", "didn't": "did not", "doesnt": "does not",
    "doesn't": "does not", "isnt": "is not", "isn't": "is not", "aint": "am not", "ain't": "am not",
    "wasnt": "was not", "wasn't": "was not", "arent": "are not", "aren't": "are not",
    "werent": "were not", "weren't": "were not", "havent": "have not", "haven't": "have not",
    "hasnt": "has not", "hasn't": "has not", "hadnt": "had not", "hadn't": "had not",
    "couldnt": "could not", "couldn't": "could not", "shouldnt": "should not",
    "shouldn't": "should not", "wouldnt": "would not", "wouldn't": "would not", "thats": "that is",
    "that's": "that is", "whats": "what is", "what's": "what is", "its": "it is", "it's": "it is",
    "hes": "he is", "he's": "he is", "shes": "she is", "she's": "she is", "theyre": "they are",
    "they're": "they are", "youre": "you are", "you're": "you are", "theres": "there is",
    "there's": "there is", "gonna": "going to", "imma": "i will",
}  # fmt: skip

# Words that keep their own face where the model looks at pairs of words; the rest is a shape.
KEPT = """
a about again all always am an and another any anybody anyone anything are as at be because been
being best better bit born boy brain but by can could did do does down else enough even ever every
everybody everyone everything for from girl good had has have he her here him his how human i if
in into is it its just kid kind least less life like lot made man may me might mind mine more most
must my myself never next no nobody not nothing now of off on one ones only or other others our
out over part people person point proper real really same self she should simply so some somebody
someone sort still such than that the their them then there these they thing this those to today
too type under up use very was way we were what when where which who whose why will with woman
worse worst would wrong yet you your
"""

PASTS = """
began broke came chose cut did drew fell felt forgot gave got held hit kept knew left let lost
made missed played put ran read said sang sat saw spoke stood swam thought told took used went won
wrote
"""
