"""The forms that dates take in news, as regular expressions; `dates.py` says what each of them means."""

from __future__ import annotations

MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
WEEKDAYS = {name: number for number, name in enumerate("mon tue wed thu fri sat sun".split())}
NUMBERS = {
    **{
        name: number
        for number, name in enumerate(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen twenty".split(),
            start=1,
        )
    },
    **{
        "a": 1,
        "an": 1,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
        "sixty": 60,
        "seventy": 70,
        "eighty": 80,
        "ninety": 90,
    },
}
_FIRST_TEN = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_SECOND_TEN = (
    "eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
)
ORDINALS = {
    name: number
    for number, name in enumerate(
        [*_FIRST_TEN, *_SECOND_TEN, "twentieth", *(f"twenty-{unit}" for unit in _FIRST_TEN[:9]), "thirtieth",
         "thirty-first"],
        start=1,
    )
}  # fmt: skip
DECADES = {
    name: number
    for number, name in enumerate(
        "twenties thirties forties fifties sixties seventies eighties nineties".split(), 2
    )
}

_SPELLED_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_TENS = "ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"

MONTH = (
    r"(?:Jan(?:uary|\b\.?)|Feb(?:ruary|\b\.?)|Mar(?:ch|\b\.?)|Apr(?:il|\b\.?)|May|June?\b\.?|July?\b\.?|Aug(?:ust|\b\.?)|"
    r"Sep(?:tember|t?\b\.?)|Oct(?:ober|\b\.?)|Nov(?:ember|\b\.?)|Dec(?:ember|\b\.?))(?!\w)"
)
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%])(?![.,:/]\d)"
ORDINAL_DAY = rf"(?:{DAY}|(?:{_SPELLED_ORDINAL})\b)"
SPELLED_YEAR = (
    rf"(?:(?:eighteen|nineteen|twenty)[ -](?:hundred|oh[ -](?:{_UNITS})|(?:{_TENS})(?:[ -](?:{_UNITS}))?|"
    rf"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)|"
    rf"two thousand(?:(?: and)?[ -](?:{_UNITS}|ten|eleven|twelve))?)(?![\w-])"
)
YEAR = r"(?:1[0-9]\d\d|20\d\d)(?![\w%])(?![.,:]\d)"
ANY_YEAR = rf"(?:{YEAR}|{SPELLED_YEAR})"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
ANY_WEEKDAY = rf"(?:{WEEKDAY}|Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\b\.?"
PART = (
    r"(?:(?:early|late|mid|earlier|later|sometime|the early|the late|(?:the )?(?:very )?"
    r"(?:end|beginning|start|middle|close|first days|last days|course) of)[ -])"
)
OF_YEAR = r"(?:(?:,? (?:of )?)(?P<which_year>last|this|next|the same|that|the following|the previous) year(?!['’-]))"
COUNT = rf"(?:\d{{1,3}}|an?|(?:{_TENS})(?:[ -](?:{_UNITS}))?|{'|'.join(n for n in NUMBERS if len(n) > 2)})"
COUNT_UNIT = rf"(?P<count>{COUNT})[ -](?P<unit>day|week|month|year|decade|century|centurie)s?"
DASH = r"(?:\s?[-–—]\s?|\s(?:to|till|until|through|thru)\s)"
ABOUT = r"(?:(?:about|almost|nearly|around|some|roughly|over|just over|more than|just|exactly|only)\ )?"

FORMS: tuple[tuple[str, str], ...] = (
    (
        "iso",
        r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])",
    ),
    (
        "slashed",
        r"(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?P<y>(?:19|20)\d\d|\d\d)(?![\w/]|[.-]\d)",
    ),
    ("named", r""),
    (
        "day_range_month_first",
        rf"(?:from )?(?P<m>{MONTH}) ?(?P<d>{DAY})(?P<join>{DASH}|(?<=\d)\s(?:and)\s)(?:(?P<m2>{MONTH}) ?)?(?P<d2>{DAY})"
        rf"(?!\s(?:{MONTH}))(?:,? (?P<y>{YEAR}))?",
    ),
    (
        "day_range_day_first",
        rf"(?:from )?(?P<d>{DAY})(?: (?P<m2>{MONTH}))?(?P<join>{DASH}|\sand\s)(?P<d2>{DAY}) (?:of )?(?P<m>{MONTH})(?:,? (?P<y>{YEAR}))?",
    ),
    (
        "month_day",
        rf"(?:(?P<part>{PART}))?(?:(?P<w>{ANY_WEEKDAY}),? (?:the )?)?(?P<m>{MONTH}) ?(?:the )?(?P<d>{ORDINAL_DAY})(?!-\d)"
        rf"(?:,? ?(?P<y>{ANY_YEAR})(?!-\d)|{OF_YEAR})?",
    ),
    (
        "day_month",
        rf"(?:(?P<w>{ANY_WEEKDAY}),? )?(?:the )?(?P<d>{ORDINAL_DAY})(?:-| (?:of )?)(?P<m>{MONTH})(?:[,-]? ?(?P<y>{ANY_YEAR})|{OF_YEAR})?",
    ),
    (
        "month_range",
        rf"(?:from )?(?P<m>{MONTH}){DASH}(?P<m2>{MONTH})(?:,? (?:of )?(?P<y>{YEAR}))?",
    ),
    (
        "month",
        rf"(?P<part>{PART})?(?:(?P<which>last|next|this|this past|this coming)\ )?(?P<m>{MONTH})"
        rf"(?:(?:,| of)? (?P<y>{ANY_YEAR})|{OF_YEAR})?",
    ),
    ("weekday_week", rf"(?P<w>{WEEKDAY})(?: of)? (?P<which>last|this|next) week\b"),
    (
        "weekday",
        rf"(?:(?P<part>early|late|earlier|later)\ )?(?:(?:on )?(?P<which>last|next|this|this past|this coming|the previous|the following|the next)\ )?"
        rf"(?P<w>{WEEKDAY})(?:\ (?:morning|afternoon|evening|night))?\b",
    ),
    (
        "today",
        r"(?:(?:early|late|earlier|later)\ )?(?P<word>today|tonight|yesterday|tomorrow)(?:\ (?:morning|afternoon|evening|night))?\b",
    ),
    ("part_of_today", r"(?P<word>this (?:morning|afternoon|evening)|last night)\b"),
    ("day_before_yesterday", r"the day (?P<which>before yesterday|after tomorrow)\b"),
    (
        "season",
        rf"(?P<part>{PART})?(?P<the>the\ )?(?:(?P<which>last|next|this|this past|this coming)\ )?(?:(?:early|late|mid)[ -])?(?P<s>spring|summer|autumn|fall|winter)"
        rf"(?:(?:,| of)? (?P<y>{ANY_YEAR})|{OF_YEAR})?(?![\w-])",
    ),
    (
        "quarter",
        rf"(?:the )?(?:(?:(?P<which>last|this|next) year['’]s|(?P<y0>{YEAR})|its|fiscal|a flat|latest|(?:comparable )?(?P<ago>year-(?:ago|earlier)))\ )?(?:fiscal[ -])?"
        rf"(?P<q>first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter"
        rf"(?:,? (?:of )?(?:(?:fiscal )?(?P<y>{ANY_YEAR})|(?P<which2>last|this|next|the) year))?(?![\w-])",
    ),
    ("q_number", rf"Q(?P<q>[1-4])(?: (?:of )?(?P<y>{YEAR}))?(?!\w)"),
    (
        "half",
        rf"(?:the )?(?P<q>first|second|last|latter) half of (?:(?P<y>{YEAR})|(?P<which>last|this|next|the) year)(?![\w-])",
    ),
    ("quarter_ago", r"(?:the )?(?:comparable )?year-(?:ago|earlier)(?: (?P<what>quarter|period))?(?![\w-])"),
    (
        "that_quarter",
        rf"(?:the (?P<y>{YEAR})(?= (?:quarter|period))|the|the latest|this|that|the current) (?P<what>quarter|latest period|(?<=\d )period)(?: (?P<ago>a year (?:ago|earlier)))?(?! of an?\b|-| century)(?!\w)",
    ),
    (
        "weekend",
        r"(?:(?P<which>last|next|this|this past|this coming|the past|the coming|the)\ )weekend\b(?!['’])",
    ),
    ("week_of", rf"the week (?:of|beginning|starting) (?P<m>{MONTH}) (?P<d>{DAY})(?:,? (?P<y>{YEAR}))?"),
    (
        "this_unit",
        r"(?:(?:early|late|earlier|later|sometime|(?:the )?(?:end|beginning|start|middle|rest) of)\ )?"
        r"(?P<which>last|next|this|the current|the present|this coming|the coming)\ "
        r"(?:(?P<fiscal>fiscal)\ )?(?P<unit>week|month|year|quarter|decade|century)\b(?!-)",
    ),
    (
        "the_unit",
        r"(?:(?:early|late|earlier|later)(?:\ in)?|(?:the )?(?:end|close|beginning|start|middle|rest|remainder|months|half|quarters) of|so far in|for) the\ (?P<unit>week|month|year)\b(?!-)",
    ),
    ("year_end", r"(?:around )?(?:year-end|year['’]s end|year end)\b"),
    ("ago", rf"{ABOUT}{COUNT_UNIT} ago\b"),
    ("from_now", rf"(?:in )?{ABOUT}{COUNT_UNIT} from now\b"),
    ("later", rf"{ABOUT}{COUNT_UNIT} (?P<way>earlier|later|before|after|afterwards|previously)\b(?!\ than)"),
    (
        "next_day",
        r"(?:(?P<part>early|late|earlier|later)\ )?(?:on )?(?P<way>(?:the|that)\ (?:very )?(?:same|following|next|previous|preceding)|that)\ "
        r"(?P<unit>day|morning|afternoon|evening|night|week|month|year)\b(?!-)",
    ),
    ("day_before", r"(?:the )(?P<unit>day|week|month|year) (?P<way>before|after|earlier|later)\b"),
    (
        "decade",
        r"(?:the )?(?:(?:early|mid|late)[ -])?(?:to[ -](?:mid|late)[ -])?(?P<y>1[0-9]\d|20\d)0['’]?s(?!\w)",
    ),
    ("decade_short", r"(?:the )?(?:(?:early|mid|late)[ -])?['’‘](?P<y>[2-9])0s(?!\w)"),
    ("decade_word", rf"the (?:(?:early|mid|late)[ -])?(?P<y>{'|'.join(DECADES)})(?!\w)"),
    (
        "century",
        rf"(?:the )?(?:(?:early|mid|late|turn of the)[ -])?(?P<n>\d{{1,2}}(?:st|nd|rd|th)|{_SPELLED_ORDINAL})[ -]century(?!\w)",
    ),
    ("holiday", r""),
    (
        "year_range",
        r"(?:the )?(?:fiscal (?:year )?|FY ?)?(?P<y>(?:1[5-9]|20)\d\d)\s?(?P<mark>[-–/])\s?(?P<y2>(?:1[5-9]|20)\d\d|\d\d)(?![\w%-]|[.,]\d)(?:\ (?:season|academic year|fiscal year|school year))?",
    ),
    ("fiscal", rf"(?:(?:the )?(?:fiscal|financial) (?:year )?|FY ?)(?P<y>{YEAR})"),
    ("year", rf"(?P<part>{PART})?(?:the year )?(?P<y>{ANY_YEAR})(?!-\d)"),
)
