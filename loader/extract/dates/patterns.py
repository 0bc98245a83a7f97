"""The forms that dates take in news, as regular expressions; `date_rules` says what each of them means."""

from __future__ import annotations


def _numbered(words: str, start: int = 1) -> dict[str, int]:
    return {word: number for number, word in enumerate(words.split(), start)}


MONTHS = _numbered("jan feb mar apr may jun jul aug sep oct nov dec")
WEEKDAYS = _numbered("mon tue wed thu fri sat sun", 0)
UNITS = _numbered("one two three four five six seven eight nine")
TEENS = _numbered("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10)
TENS = {w: 10 * n for w, n in _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 2).items()}
NUMBERS = {"a": 1, "an": 1, **UNITS, **TEENS, **TENS}
_ONES = _numbered("first second third fourth fifth sixth seventh eighth ninth")
_TENTHS = _numbered(
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth", 10
)
ORDINALS = {
    **{f"twenty-{one}": 20 + n for one, n in _ONES.items()},
    "thirty-first": 31,
    "thirtieth": 30,
    "twentieth": 20,
    **_TENTHS,
    **_ONES,
}
QUARTERS = {**_numbered("first second third fourth"), **_numbered("1st 2nd 3rd 4th"), "final": 4, "last": 4}
DECADES = _numbered("twenties thirties forties fifties sixties seventies eighties nineties", 2)
SEASON_NAMES = "spring|summer|autumn|fall|winter"

_UNITS, _TEENS, _TENS = "|".join(UNITS), "|".join(TEENS), "|".join(TENS)
_SPELLED_ORDINAL = "|".join(ORDINALS)  # "twenty-first" stands before "first"

MONTH = (
    r"(?:Jan(?:uary|\b\.?)|Feb(?:ruary|\b\.?)|Mar(?:ch|\b\.?)|Apr(?:il|\b\.?)|May|June?\b\.?|July?\b\.?|"
    r"Aug(?:ust|\b\.?)|Sep(?:tember|t?\b\.?)|Oct(?:ober|\b\.?)|Nov(?:ember|\b\.?)|Dec(?:ember|\b\.?))(?!\w)"
)
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%])(?![.,:/]\d)"
ORDINAL_DAY = rf"(?:{DAY}|(?:{_SPELLED_ORDINAL})\b)"
SPELLED_YEAR = (
    rf"(?:(?:eighteen|nineteen|twenty)[ -](?:hundred|oh[ -](?:{_UNITS})|(?:{_TENS})(?:[ -](?:{_UNITS}))?|{_TEENS})|"
    rf"two thousand(?:(?: and)?[ -](?:{_UNITS}|{_TEENS}))?)(?![\w-])"
)
YEAR = r"(?:1\d\d\d|20\d\d)(?![\w%])(?![.,:]\d)"
ANY_YEAR = rf"(?:{YEAR}|{SPELLED_YEAR})"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
ANY_WEEKDAY = rf"(?:{WEEKDAY}|Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\b\.?"
TIME_OF_DAY = r"(?:morning|afternoon|evening|night)"

EARLY = r"(?:early|late|earlier|later|sometime)"
_STRETCH = (
    r"(?:the )?(?:very )?(?:end|beginning|start|middle|close|rest|remainder|course|(?:first|last) days) of"
)
PART = rf"(?:(?:{EARLY}|mid|the early|the late|the mid|{_STRETCH})[ -])"
ERA = r"(?:(?:early|mid|late)(?:[ -]to[ -](?:mid|late))?[ -])"
NEAR = r"(?:last|next|this past|this coming|this)"
OF_YEAR = (
    r"(?:,? (?:of )?(?P<which_year>last|this|next|the same|that|the following|the previous) year(?!['’-]))"
)
COUNT = rf"(?:\d{{1,3}}|(?:{_TENS})(?:[ -](?:{_UNITS}))?|{_TEENS}|{_UNITS}|an?)"
COUNT_UNIT = rf"(?P<count>{COUNT})[ -](?P<unit>day|week|month|year|decade|century|centurie)s?"
ABOUT = r"(?:(?:about|almost|nearly|around|some|roughly|over|just over|more than|just|exactly|only)\ )?"
DASH = r"(?:\s?[-–—]\s?|\s(?:to|till|until|through|thru)\s)"

# In order: where several forms fit at one place, the first whose rule finds a meaning is taken.
FORMS: tuple[tuple[str, str], ...] = (
    (
        "iso",
        r"(?P<y>\d{4})[-/.](?P<m>\d\d)[-/.](?P<d>\d\d)"
        r"(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])",
    ),
    ("slashed", r"(?P<a>\d\d?)(?P<mark>[/.-])(?P<b>\d\d?)[/.-](?P<y>(?:19|20)\d\d|\d\d)(?![\w/]|[.-]\d)"),
    (
        "day_range_month_first",
        rf"(?:from )?(?P<m>{MONTH}) ?(?P<d>{DAY})(?:,? (?P<y1>{YEAR}))?(?P<join>{DASH}|\sand\s)"
        rf"(?:(?P<m2>{MONTH}) ?)?(?P<d2>{DAY})(?!\s(?:{MONTH}))(?:,? (?P<y>{YEAR}))?",
    ),
    (
        "day_range_day_first",
        rf"(?:from )?(?P<d>{DAY})(?: (?P<m2>{MONTH})(?:,? (?P<y1>{YEAR}))?)?(?P<join>{DASH}|\sand\s)"
        rf"(?P<d2>{DAY}) (?:of )?(?P<m>{MONTH})(?:,? (?P<y>{YEAR}))?",
    ),
    (
        "month_day",
        rf"(?P<part>{PART})?(?:(?P<w>{ANY_WEEKDAY}),? \(?(?:the )?)?(?P<m>{MONTH}) ?(?:the )?"
        rf"(?P<d>{ORDINAL_DAY})(?!-\d)(?:,? ?(?P<y>{ANY_YEAR})(?!-\d)|{OF_YEAR})?",
    ),
    (
        "day_month",
        rf"(?:(?P<w>{ANY_WEEKDAY}),? \(?)?(?:the )?(?P<d>{ORDINAL_DAY})(?:-| (?:of )?)(?P<m>{MONTH})"
        rf"(?:[,-]? ?(?P<y>{ANY_YEAR})|{OF_YEAR})?",
    ),
    ("month_range", rf"(?:from )?(?P<m>{MONTH}){DASH}(?P<m2>{MONTH})(?:,? (?:of )?(?P<y>{YEAR}))?"),
    (
        "month",
        rf"(?P<part>{PART})?(?:(?P<which>{NEAR})\ )?(?P<m>{MONTH})(?:(?:,| of)? (?P<y>{ANY_YEAR})|{OF_YEAR})?",
    ),
    ("weekday_week", rf"(?P<w>{WEEKDAY})(?: of)? (?P<which>last|this|next) week\b"),
    (
        "weekday",
        rf"(?:{EARLY}\ )?(?:(?:on )?(?P<which>{NEAR}|the previous|the following|the next)\ )?(?P<w>{WEEKDAY})"
        rf"(?:\ {TIME_OF_DAY})?\b",
    ),
    ("today", rf"(?:{EARLY}\ )?(?P<word>today|tonight|yesterday|tomorrow)(?:\ {TIME_OF_DAY})?\b"),
    ("part_of_today", r"(?P<word>this (?:morning|afternoon|evening)|last night)\b"),
    ("day_before_yesterday", r"the day (?P<which>before yesterday|after tomorrow)\b"),
    (
        "season",
        rf"(?P<part>{PART})?(?P<the>the\ )?(?:(?P<which>{NEAR})\ )?{ERA}?(?P<s>{SEASON_NAMES})"
        rf"(?:(?:,| of)? (?P<y>{ANY_YEAR})|{OF_YEAR})?(?![\w-])",
    ),
    (
        "quarter",
        r"(?:the )?(?:(?:(?P<which>last|this|next) year['’]s|its|latest|"
        rf"(?P<y0>{YEAR})|(?:comparable )?(?P<ago>year-(?:ago|earlier)))\ )?(?:fiscal[ -])?"
        r"(?P<q>first|second|third|fourth|1st|2nd|3rd|4th|final|last(?= quarter of))[ -]quarter"
        rf"(?:,? (?:of )?(?:(?:fiscal )?(?P<y>{ANY_YEAR})|(?P<which2>last|this|next|the) year))?(?![\w-])",
    ),
    ("q_number", rf"Q(?P<q>[1-4])(?: (?:of )?(?P<y>{YEAR}))?(?!\w)"),
    ("h_number", rf"H(?P<q>[12]) (?:of )?(?:FY ?)?(?P<y>{YEAR})(?![\w/-])"),
    (
        "half",
        rf"(?:the )?(?P<q>first|second|last|latter) half of (?:(?P<y>{YEAR})|(?P<which>last|this|next|the) year)"
        r"(?![\w-])",
    ),
    (
        "quarter_ago",
        r"(?:the )?(?:comparable )?year-(?:ago|earlier)(?: (?P<what>quarter|period))?(?![\w-])",
    ),
    (
        "that_quarter",
        rf"(?:the (?P<y>{YEAR})(?= (?:quarter|period))|the|the latest|this|that|the current) "
        r"(?P<what>quarter|latest period|(?<=\d )period)(?: (?P<ago>a year (?:ago|earlier)))?"
        r"(?! of an?\b|-| century)(?!\w)",
    ),
    ("weekend", rf"(?P<which>{NEAR}|the past|the coming|the) weekend\b(?!['’])"),
    ("week_of", rf"the week (?:of|beginning|starting) (?P<m>{MONTH}) (?P<d>{DAY})(?:,? (?P<y>{YEAR}))?"),
    (
        "this_unit",
        rf"(?:(?:{EARLY}|{_STRETCH})\ )?(?P<which>last|next|this|the current|the present|this coming|the coming)\ "
        r"(?:fiscal\ )?(?P<unit>week|month|year|quarter|decade|century)\b(?!-|\ of\ (?!next\ |this\ |last\ ))",
    ),
    (
        "the_unit",
        rf"(?:{EARLY}(?:\ in)?|{_STRETCH}|(?:months|half|quarters) of|so far in|for) the "
        r"(?P<unit>week|month|year)\b(?!-)",
    ),
    ("year_end", r"(?:around )?(?:year-end|year['’]s end|year end)\b"),
    ("ago", rf"{ABOUT}{COUNT_UNIT} ago\b"),
    ("from_now", rf"(?:in )?{ABOUT}{COUNT_UNIT} from now\b"),
    ("in_count", rf"in {ABOUT}{COUNT_UNIT}(?P<time>['’]s? time)?(?!\w)"),
    ("later", rf"{ABOUT}{COUNT_UNIT} (?P<way>earlier|later|before|after|afterwards|previously)\b(?!\ than)"),
    ("in_the_day", r"(?:later|earlier) in the (?P<unit>day)\b"),
    (
        "next_day",
        rf"(?:{EARLY}\ )?(?:on )?(?P<way>(?:the|that)\ (?:very )?(?:same|following|next|previous|preceding)|that)\ "
        rf"(?P<unit>day|{TIME_OF_DAY}|week|month|year)\b(?!-)",
    ),
    ("day_before", r"the (?P<unit>day|week|month|year) (?P<way>before|after|earlier|later)\b"),
    ("decade", rf"(?:the )?{ERA}?(?P<y>1\d\d|20\d)0['’]?s(?!\w)"),
    ("decade_short", rf"(?:the )?{ERA}?['’‘](?P<y>[2-9])0s(?!\w)"),
    ("decade_word", rf"the {ERA}?(?P<y>{'|'.join(DECADES)})(?!\w)"),
    (
        "century",
        rf"(?:the )?(?:{ERA}|turn of the )?(?P<n>\d{{1,2}}(?:st|nd|rd|th)|{_SPELLED_ORDINAL})[ -]century(?!\w)",
    ),
    ("listed_day", rf"(?P<the>the )?(?P<d>{DAY})"),
    (
        "year_range",
        r"(?:the )?(?:fiscal (?:year )?|FY ?)?(?P<y>(?:1[5-9]|20)\d\d)\s?(?P<mark>[-–/])\s?"
        r"(?P<y2>(?:1[5-9]|20)\d\d|\d\d)(?![\w%-]|[.,]\d)(?:\ (?:season|(?:academic|fiscal|school) year))?",
    ),
    ("fiscal", rf"(?:(?:the )?(?:fiscal|financial) (?:year )?|FY ?)(?P<y>{YEAR})"),
    ("year", rf"(?P<part>{PART})?(?:the year )?(?P<y>{ANY_YEAR})(?!-\d)"),
)

# Words at which one of the forms may begin: a cheap test before the forms themselves.
LEAD = (
    r"the|that|an?|on|in|from|for|about|almost|nearly|around|some|roughly|over|just|more|exactly|only|so|its|comparable|"
    r"last|next|this|early|late|earlier|later|mid|sometime|end|beginning|start|middle|close|rest|remainder|course|"
    r"months|half|quarters|latest|latter|turn|final|q[1-4]|h[12]|fy ?\d+|fiscal|financial|year|today|tonight|"
    rf"yesterday|tomorrow|{_UNITS}|{_TEENS}|{_TENS}|two thousand|eighteen|{_SPELLED_ORDINAL}|{SEASON_NAMES}|"
    rf"{MONTH}|{ANY_WEEKDAY}"
)
