"""What the learner of the demo writes: one person's notes over a year, plain and about behaviour.

Words only; `learner.py` decides when. A line that ends in a colon says what the lines below it are for:
a skill, a project or a parameter. {n}, {bar}, {page} and {key} are filled in by `pen.py`. " | "
stands between several ways to say it: the same mistake comes back in other words, as it does in life.
"""

from __future__ import annotations


def sections(block: str) -> dict[str, tuple[str, ...]]:
    """The lines of a block by the heading above them.

    >>> sections("signs:\\n  A minus got lost.\\n  Two did.")
    {'signs': ('A minus got lost.', 'Two did.')}
    """
    found: dict[str, tuple[str, ...]] = {}
    heading = ""
    for line in lines(block):
        if line.endswith(":"):
            heading = line[:-1]
        else:
            found[heading] = (*found.get(heading, ()), line)
    return found


def lines(block: str) -> tuple[str, ...]:
    """The lines of a block, without white space around them."""
    return tuple(line.strip() for line in block.strip().splitlines())


# The notes that judge the person. They are marked, so that a guard can be shown with them.
JUDGING = (
    "I am just not a maths person.",
    "I'm too stupid for recursion.",
    "I will never be a musician, bar 12 proves it.",
)

ARCHITECTURE = """\
My worth is not on the table when I practise.
I am kind to beginners, and I am one of them.
I finish what I promised to others before what I promised to myself.
慢慢来: there is time."""

LEVELS = sections("""
    typing:
        home row | all letters | capitals and digits | code | code without looking
    calculus:
        derivatives | chain rule | integration by parts | substitution | mixed from memory
    guitar:
        60 bpm | 66 bpm | 72 bpm | 80 bpm | 88 bpm | 96 bpm
    python:
        one function | one module | two modules | with real data
""")

AIMS = sections("""
    typing:
        type one page of the essay without looking down
        type page {page} of the novel at an even pace
        type the lesson with capitals and digits
        type {n} lines of code with all the brackets
        type an email draft in one go
    calculus:
        ten problems from page {page}, no book
        do the exercises of chapter {n} from memory
        differentiate ten products and quotients
        ten integrals by substitution
        one old exam sheet, part {n}
    guitar:
        the chromatic étude, bars {bar} to 24, without stopping
        the étude from bar {bar} with the metronome
        the whole étude, recorded in one take
        only the position shifts of the second page
        the last line at a tempo where nothing buzzes
    python:
        read the bank's file and add up one month
        group the expenses by month
        print the table with aligned columns
        tests for the date parser
        a command line with two options
    tide clock:
        fetch the tide table and keep it in a file
        draw the curve of one day as text
        the next high water for any minute of the day
        survive a day without network
        test the change to summer time
""")

OUTPUTS = sections("""
    typing:
        page {page}, typed once
        lesson {n}, three times, the last one counted
        {n} lines of the config file
        five minutes of the news of the day
    calculus:
        ten answers on page {page} of the blue notebook
        the sheet, photographed and compared with the key
        problems {n} to 40 on squared paper
        two pages of working, answers boxed
    guitar:
        one take, recorded on the phone
        three takes, the second is the better one
        the passage from bar {bar}, ten times
        the whole page, slowly
    python:
        the function and its four tests
        a script that runs on last month's file
        the parser, and the table it prints
        {n} lines that work, and a list of what does not
""")

HELD = sections("""
    typing:
        My eyes stayed on the screen for the whole page.
        The rhythm was even from the first line to the last.
        I corrected nothing in mid-word.
    calculus:
        I said each sign aloud and none was lost.
        I tested every answer by differentiating it.
        I read each question twice before the first line.
    guitar:
        The thumb stayed loose through the second page.
        I kept the tempo of the first line to the end.
        The shift at bar {bar} landed every time.
    python:
        I wrote the test first and it told me where to go.
        I read the whole traceback before I touched anything.
        Each commit had one thing in it.
""")

# parameter: ideas, each in one or more wordings
MISTAKES = sections("""
    eyes on the screen:
        I looked down for the {key} key. | Glanced at the keyboard before every {key}. | My eyes went to my hands again as soon as {key} came up. | 我又低头看键盘了，找 {key} 键。
        I watched my fingers through the whole third line. | Half of line {n} was typed with my head down.
        I read the word letter by letter and not as a word. | My eyes were on the letter I typed and not on the next word.
        I checked the clock on the screen four times in one page.
        I looked at the result line while I was still typing.
    rhythm:
        I rushed the easy words and stumbled on the long one. | Fast on 'the', stuck on 'through': uneven all the way. | 简单的词打得太快，长词就卡住。
        I pressed backspace in mid-word {n} times. | I corrected while typing, and each correction cost the next word.
        I sped up as soon as the counter showed a good number. | After a good minute I went faster, and line {n} fell apart.
        The left hand waited for the right one in every word with an o and a w.
        I held my breath until the end of the line. | No breath between the lines, so the last ones were hurried.
        I started the page before my hands were on the home row.
    capitals and symbols:
        I used the right shift key with the right hand for {key}. | Same hand for shift and for {key}, so the hand jumped.
        I typed the closing bracket before the argument was there. | Brackets in pairs, then back into the middle: it cost three seconds each.
        Every digit above 6 was a guess. | The 7 and the 8 came out swapped again.
        I hit caps lock in place of the a.
        I skipped the accent in 'résumé' and went back for it. | The é in café took two tries.
        I typed a full-width comma because the Chinese input was still on. | 忘了关中文输入法。
    signs:
        I dropped the minus sign when I moved the term across. | Moved a term to the other side and kept its sign. | A minus got lost between line {n} and the next. | 移项的时候忘了变号。
        I distributed the minus over the first term only. | -(a - b) became -a - b in problem {n}. | 括号前面是负号，只变了第一项。
        I wrote the derivative of the cosine without its minus. | d/dx cos x came out positive, again.
        I subtracted the lower limit with the wrong sign.
        Two minus signs in one line, and I cancelled three. | I cancelled signs in my head and lost count.
        I took the square root and forgot the negative one.
    reading the question:
        I solved for x although the question asked for the area. | I stopped at x; the question wanted the maximum. | 题目问的是面积，我只求了 x。
        I started writing before I had read problem {n} to its end. | I read half of problem {n} and began.
        I missed the word 'not' in problem {n}. | I overlooked one word in problem {n}, and it was the one that counted.
        I used degrees where the question said radians.
        I copied the exponent wrong from the sheet. | A 3 on the sheet became a 2 in my notebook. | 抄题抄错了指数。
        I skipped the second part of problem {n} because it was on the next page.
    checking the result:
        I did not differentiate the answer to test it. | No test at the end: one derivative would have shown it. | 做完没有求导验算。
        I forgot the constant of integration. | +C is missing in problem {n} and two more.
        I took a negative area without blinking. | The length came out as -{n} and I boxed it.
        I left the limits of x after I had substituted u. | 换元以后没有换积分上下限。
        I compared with the key before I had finished the last problem. | I peeked at the key after problem {n}.
        I rounded in the middle and carried the error to the end.
    the inner function:
        I forgot to multiply by the inner derivative. | The chain rule stopped at the outer function in problem {n}. | 复合函数忘了乘内层的导数。
        I took the outer derivative at x and not at the inner function. | f'(x) where it should have been f'(g(x)).
        With three functions in a row I treated the middle one as a constant.
        I chose u so that du was nowhere to be found. | I picked u without looking for du.
        By parts, I picked the wrong half to differentiate. | I integrated the logarithm and differentiated the x. | I chose the two halves by habit, and the integral got longer.
        I wrote the product rule as a product of the derivatives.
    shifts:
        I landed a fret short on the shift at bar {bar}. | The shift into bar {bar} fell short. | At bar {bar} the hand arrived late and low. | 第{bar}小节换把没有到位。
        I looked at the left hand during the shift and lost the line. | My eyes followed the hand at bar {bar} and the right hand stopped.
        I lifted all fingers for the shift where one could have stayed. | No guide finger at bar {bar}.
        The fourth finger came down flat on the low E.
        I shifted before the note had rung out.
        I pressed harder during the slide and it squeaked.
    tempo:
        I took the first line faster than I can play the last one. | Began at the tempo of the easy bars; bar {bar} paid for it. | 开头太快，后面跟不上。
        I raised the metronome before bar {bar} was clean. | Two clicks up after one good take.
        I stopped at the wrong note and went back to bar {bar}. | A slip at bar {bar} and I started over, so the end got no practice.
        I played with the metronome and did not listen to it.
        I slowed down in the chromatic run. | The chromatic run sags from bar {bar} on. | 半音阶那一段越弹越慢。
        I practised the whole page where two bars needed it.
    tension:
        The thumb clamped behind the neck from bar {bar} on. | My thumb pressed so hard that the hand could not move. | 大拇指又太用力了。
        My right shoulder was up by my ear after two minutes. | Shoulders up again in the second half.
        The wrist bent when I reached for the fifth fret.
        I bit my lip through the whole run.
        I played on although the forearm was tired, and it got worse. | No break after ten minutes: the little finger gave up at bar {bar}.
        The nail caught the string in every down stroke.
    small steps:
        I wrote sixty lines before I ran any of them. | Nothing was run for half an hour, then everything was wrong at once. | 写了半个小时才第一次运行。
        I changed two things between two runs and did not know which one helped. | Two changes, one run: I could not tell them apart.
        I renamed things in the middle of mending a bug. | I cleaned up while the test was still red.
        I built the option before the thing it is an option for.
        I wrote the code first and the test never. | The test came after the code and only says what the code does.
        One commit with {n} files in it: I could not take the bad part back.
        I copied the function and changed one line, and now there are two to mend.
    error messages:
        I read the first line of the traceback; the cause was in the last. | I guessed from the top of the traceback. | 报错信息没有看到最后一行。
        I searched the web for the message before I had read it. | Straight to the browser with the error, and the answer was in the message.
        I wrapped it in try/except to make it quiet. | The except swallowed the error that would have told me.
        I took the line number of yesterday's version.
        I printed the variable and not its type; it was a string.
        I ran the old file: the editor had not saved. | Twenty minutes of mending a file that was not the one that ran.
    names:
        I called it data, and later there were three of them. | Two variables called result in one function. | 变量名太含糊，自己都看不懂。
        I used the name of a module for a variable. | I shadowed list and wondered why.
        The function is called get and writes a file.
        I named the columns after the bank's letters and forgot what they mean.
        I mixed naïve and aware dates, since both were called when.
    fatigue:
        I went on after the third wrong one in a row. | I kept going after my attention had gone. | 累了还在硬撑。
        I started after ten in the evening and could not hold a line in my head. | Too late in the day: I read the same line four times.
        I practised hungry and hurried to the end.
        The phone lay on the table and I picked it up {n} times. | A message came in and I answered it in the middle of the round.
        I skipped the break I had planned.
""")

# parameter: its wordings in the order in which they are tried
STEPS = sections("""
    eyes on the screen:
        When a line begins, I rest my eyes on its last word.
        When a letter will not come, I wait with my eyes up.
        When I notice my head going down, I stop and retype the word with my eyes up.
    rhythm:
        When a word is easy, I type it as slowly as the hard one before it.
        When I mistype, I finish the word before I correct it.
        When the counter rises, I keep the pace of the first line.
    capitals and symbols:
        When a capital comes, I press shift with the other hand.
        When a bracket opens, I type it alone and close it at the end.
        When a digit comes, I say it before I reach.
    signs:
        When I move a term, I say its sign aloud.
        When I move a term, I circle its sign first.
        When a minus stands before a bracket, I rewrite the bracket as its own line.
    reading the question:
        When I have read a question, I underline what it asks for.
        When I begin, I first write what the answer is called and its unit.
        When I turn a page, I check whether the problem goes on.
    checking the result:
        When I box an answer, I differentiate it first.
        When I box an answer, I try x = 1 in both lines.
        When an answer is a length or an area, I check that it is positive.
    the inner function:
        When I see a bracket under a function, I write the inner derivative first.
        When I substitute, I write du before anything else.
        When I integrate by parts, I write both choices and take the shorter one.
    shifts:
        When a shift comes, I look at the target fret one beat before.
        When a shift comes, I leave the first finger on its string.
        When a shift fails, I play only the two notes around it, five times.
    tempo:
        When I begin, I count the hardest bar first and take its tempo.
        When a take is clean, I play it once more before the metronome goes up.
        When I slip, I play on to the end of the line.
    tension:
        When a line ends, I drop the left thumb for one beat.
        When the metronome goes up, I check the right shoulder first.
        When ten minutes are over, I put the guitar down and shake my hands.
    small steps:
        When I have written five lines, I run them.
        When a test is red, I touch nothing but what makes it green.
        When I want an option, I first use the tool without it for a day.
        When I commit, I say in five words what it does, or I split it.
    error messages:
        When something fails, I read the last line of the traceback aloud.
        When something fails, I write down what I expected before I search.
        When I mend a file, I print its path once.
    names:
        When I name a thing, I ask what the second one of its kind will be called.
        When a name has no noun in it, I rename before I go on.
    fatigue:
        When three in a row are wrong, I stand up and drink a glass of water.
        When it is past ten, I write the next aim and stop.
        When I sit down, I put the phone into the other room first.
        When half an hour is over, I get up before I decide what comes next.
""")

# skill: why a round ended in a blind alley
BLIND_ALLEYS = sections("""
    typing:
        The other keyboard layout costs more than it can give this year.
        Typing games train the game and not the page.
        Learning the digits by the number pad does not carry over.
    calculus:
        Solving them all by partial fractions leads nowhere when the roots are ugly.
        Watching the solution first makes the round about memory.
        The substitution with the tangent makes every one of these longer.
        Doing forty easy ones shows nothing that ten do not show.
    guitar:
        The fingering with the little finger on the bass does not stretch in my hand.
        Slowing the recording to half hides the very stumble I look for.
        Playing it in sharps only doubles what I have to remember.
        The run with rest strokes is too loud for the piece.
    python:
        Parsing the bank's PDF: the columns move from month to month.
        One regular expression for all dates: nobody can read it, I least of all.
        A class for every row was more ceremony than help.
        The graphical window can wait, the text does the job.
""")

# why the last round of the year was dropped, in the places where none stays open
LAST_ROUND = sections("""
    typing:
        The lesson on symbols by colour ends here: I looked at the colours and not at the text.
    calculus:
        The sheet with series is for after the exam; I put it back in the drawer.
    guitar:
        The run with the new fingering ends here: the old one is clean and this one is not.
    budget tool:
        The second export format is one that nobody reads. The tool is in use and done.
    tide clock:
        Guessing the height between two stations does not work without the coast line.
""")

# skill: question, answer, where it was found
LOOKUPS = sections("""
    typing:
        Which finger is for the 6? | The right index in most schools. | the typing course
        How do I type é without a long press? | Compose, ', e. | the manual of the desktop
        Is there a test with real prose? | Any novel in plain text will do. | own idea
    calculus:
        Why does the +C matter in a definite integral? | It cancels there, so it may go. | the blue textbook, chapter 5
        When is u the inner function and when the ugly one? | When its derivative stands beside it. | a worked example
        What is the derivative of the arctangent? | 1/(1 + x²). | the table in the back
        分部积分先选哪个？ | 对数、反三角、幂、三角、指数，从左边选 u。 | 课本第六章
        Does the quotient rule follow from the product rule? | Yes, with g to the -1. | own proof
        How do I see that an integral diverges? | Compare it with 1/x. | the lecture notes
    guitar:
        What does the 4 in a circle mean? | The fourth string. | the preface of the score
        How far in front of the shift do I look? | One beat, says the teacher. | lesson in spring
        Which strings for a warm tone? | Carbon trebles are brighter, so not those. | the shop
        What is a guide finger? | One that stays on its string in a shift. | the method book
        Why does bar 12 buzz? | The finger lies too far from the fret. | a friend listened
    python:
        How do I read a file with semicolons? | csv.reader with delimiter=';'. | the standard library's documentation
        What is the difference between naive and aware dates? | Aware ones carry their zone. | the datetime page
        How do I right-align a number? | f'{x:>10.2f}' | the format mini-language
        What encoding does the bank use? | cp1252, of all things. | tried three
        How do I run one test only? | pytest -k name | pytest --help
        Where does a script keep its cache? | In the platform's cache folder. | a package's readme
        How do I test a change to summer time? | zoneinfo and the last Sunday in March. | own test
        What is an interpolation by cosine? | The rule of twelfths, made smooth. | a sailing book
""")

# caught in passing, beside the mistakes above
LOGGED = lines("""
    I said 'I know' before my colleague had finished.
    I took on a second thing before the first was done.
    I read the email twice and answered the half of it.
    I practised in my head on the tram and it was the wrong fingering.
    I put the notebook where I could not see it, and forgot the morning round.
    在地铁上默念公式，把正弦和余弦弄反了。
    I explained the chain rule to my sister and got stuck at the second step.
    I opened the laptop for the round and read the news first.
    I wrote the date of the exam into the wrong month.
    I nodded at a word I did not know and did not ask.
    I counted the change wrong because I talked at the same time.
    I promised an answer for Tuesday and had not looked at the calendar.
    I read the recipe once and added the salt twice.
    我把会议时间记成了下午三点。
    I looked for the file in three folders before I searched.
    I told the story from the middle and nobody could follow.
    I wrote a message of eleven lines where a question would have done.
    I played for a friend without warming up and began too fast.
    I left the metronome at home and practised at no tempo at all.
    I tuned the guitar by ear and the third string was a quarter low.
""")
REVIEWS = lines("""
    Tomorrow: the étude from the last line backwards.
    Tomorrow: five lines, run, five lines, run.
    Tomorrow: signs aloud from the first problem on.
    Tomorrow: start before the phone is on.
    Tomorrow: one page, slowly, eyes up.
    Tomorrow: only the two bars around the shift.
    Tomorrow: write the test for the empty file first.
    Tomorrow: read each question to its end.
    Tomorrow: ten minutes are enough if the day is full.
    Tomorrow: the metronome at yesterday's tempo, not above.
    Tomorrow: look at the old mistakes before the first problem.
    Tomorrow: rest, then the exam sheet.
    Tomorrow: bar {bar} alone, ten times, then the line around it.
    Tomorrow: problem {n} again, from an empty page.
    Tomorrow: page {page} first, the messages after.
    Tomorrow: stop after {n} minutes and write down why.
    明天：先热身五分钟，再弹全曲。
    明天：移项时念出符号。
""")
CHECKLIST = lines("""
    reads an empty file
    reads the file of a real month
    says what is wrong in a sentence
    has a test for each branch
    runs in under a second
    has names that I understand a week later
    is committed in one piece
""")

# an output that is a file: its name and what is in it
FILES = {
    "typing": ("log.csv", "minute,wpm\n1,41\n2,44\n3,{n}\n"),
    "calculus": ("sheet.md", "# Sheet {n}\n\n1. 3x² · cos x³\n2. -½ e^(-x²) + C\n"),
    "guitar": ("run.tab", "take {n}\ne|-----------------5-6-7-8-|\nB|---------5-6-7-8---------|\n"),
    "python": ("months.py", "def month(row):\n    return row[0][3:]  # {n}\n"),
}
