"""Lines that stand with an article and are no part of it, known by what they say.

Each rule is a pattern for a whole line, with the longest line that it may match. They are narrow on purpose: a line of
the article that is taken for an advertisement is lost to every later stage, an advertisement that stays is one odd line.
"""

import re
from dataclasses import dataclass

from pipeline.extract.agencies import ANY_NAME

NEWSLETTER = r"newsletters?|inbox|subscri\w+|podcasts?|alerts?|mailing list|e-?mail updates|our app|free app|app store|google play"
SOCIAL = r"twitter|facebook|instagram|telegram|whatsapp|youtube|tiktok|threads|bluesky|mastodon|linkedin|flipboard|google news|our channel|our page|app\b"
TOOL = (
    r"facebook|twitter|linkedin|whatsapp|telegram|reddit|pinterest|flipboard|e-?mail|print|copy(?: the)? link|link copied|pocket|messenger|bookmark|comments?|tweet|share"
    r"|save|listen|gift(?: this)?(?: article)?|copied|post|send|sms|line|x"
)
AGENCY_IN_CREDIT = r"AP|AFP|Reuters|REUTERS|EPA(?:-EFE)?|Getty(?: Images)?|Kyodo|Shutterstock|Bloomberg|Xinhua|Anadolu|Sipa|NurPhoto|Zuma|ZUMA|UPI|PA|Alamy|iStock|Unsplash|Pexels|Pixabay|POOL|Pool"
LINK_LABEL = (
    r"read (?:more|also|this|next|it)|also read|also see|see also|read more on this story|related(?: (?:articles?|stor(?:y|ies)|links?|content|coverage|posts?|topics?|news|videos?|reading))?"
    r"|more on this(?: story| topic)?|more coverage|more stories|more(?= ?:)|watch(?: (?:more|now|live|below|it|this|the video|video))?|photos|pictures|video|in pictures|in photos|gallery|photo gallery|listen(?: now)?"
    r"|further reading|go deeper|don['’]t miss|must[- ]read|click (?:here )?for more|(?:full|special|complete|continuing) coverage|you (?:may|might) (?:also )?(?:like|be interested in)|recommended(?: reading)?"
    r"|trending(?: now)?|fact check|live updates?|in case you missed it|icymi|dig deeper|up next|explainer"
)
HEADING = (
    r"(?:most |our most )?(?:read|popular|viewed|shared|commented)(?: (?:articles?|stories|news|posts?|now|today|on \w+))?|(?:news services\W* )?popular (?:articles?|stories|posts?|news|now|topics?|searches)"
    r"|(?:\w+ )?access ranking|(?:article |news |daily |weekly )?ranking|related(?: \w+)? ?(?:articles?|stories|news|topics?|coverage|posts?|content|links?|tags|reading|videos?)?"
    r"|recommended(?: (?:for you|stories|articles|reading|videos?))?|recommend(?:ed)? by|you (?:may|might) (?:also |have )?(?:like|be interested in|enjoy|missed?)(?: this| these)?|more (?:stories|articles|news|headlines|coverage|like this|to read|top stories)(?: .{1,30})?"
    r"|more from (?:.{1,40})|more (?:on|in) this(?: \w+){0,2}|read (?:more|next|also|this next|these next|full story)|also read|see also|(?:the )?latest(?: (?:news|stories|articles|headlines|updates|posts|videos?|in .{1,20}|from .{1,20}))?"
    r"|top (?:stories|news|headlines|articles|picks)(?: (?:this hour|today|now|of the day))?|today['’]s top .{1,20}|trending(?: (?:now|stories|news|topics|on .{1,20}))?|what['’]s trending|editor['’]?s['’]? (?:picks?|choice)|what to read next|up next|next up"
    r"|don['’]t miss|around the web|from (?:around )?the web|from our (?:partners|sponsors)|sponsored (?:content|links?|stories)|promoted (?:content|links?|stories)|paid content|you may also like|in case you missed it|other (?:news|stories|articles)(?: .{1,20})?"
    r"|(?:article )?tags|(?:related |hot |key )?topics|keywords|in this story|companies|explore more|further reading|suggested (?:articles|stories|reading)|our picks|must[- ](?:read|see)s?|best of .{1,20}|news in pictures|featured (?:stories|articles|videos?|content)|breaking news|our network|stories for you|you might like|more top news|popular now|hot topics"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a line says that is no part of the article."""

    reason: str
    pattern: re.Pattern[str]
    longest: int


def _rule(reason: str, pattern: str, longest: int, *, flags: int = re.IGNORECASE) -> Rule:
    return Rule(reason, re.compile(pattern, flags | re.DOTALL), longest)


RULES = (
    _rule("separator", r"[\W_]+", 200),
    _rule(
        "advertisement",
        r"\W*(?:(?:advertise?ments?|ad|ads by \w+|sponsored|sponsor message|paid post|(?:story|article|content|text|post) continue[sd]?(?: (?:below|after|on).{0,60})?"
        r"|continue reading(?: (?:below|the main story|after).{0,40})?|scroll (?:down )?(?:to|for).{0,50}|skip (?:ad(?:vertisement)?|past .{1,40})|report (?:this )?ad|remove ads?)\b\W*)+",
        160,
    ),
    _rule(
        "interface",
        r"\W*(?:loading|close|video|photos?|image|print|hide caption|toggle caption|play|pause|mute|view comments|show comments|leave a comment|post a comment|join the conversation|view (?:full )?(?:gallery|image)"
        r"|show more|load more|see more|back to top|jump to .{1,30}|skip to .{1,30}|menu|search|log ?in|sign in|home|youtube|transcript|media playback is (?:unsupported|not supported).{0,60}|\d+ (?:min(?:ute)?s?) read"
        r"|(?:\d+ )?comments?|font size.{0,20}|text size.{0,20}|listen to (?:this )?(?:article|story).{0,40}|next article|previous article|page \d+ of \d+|\d+ of \d+|(?:prev(?:ious)?|next) image \d+ of \d+|view all|view more"
        r"|slideshow \(\d+ images?\)|reuse this content|request (?:a )?correction|report (?:a )?typo|add .{1,20} as a preferred source.{0,20}|follow us|google preferred source)\W*",
        120,
    ),
    _rule("share", rf"\W*(?:share|tweet|e-?mail|print|facebook|twitter|whatsapp|copy link|link copied|follow)\b(?:\W|\d|\b(?:{TOOL}|article|story|this|page|with|friends|to|on|via|more|and|or|by|options|icon|button|in|a|us)\b)*", 160),
    _rule("share", rf"(?:\W|\d)*(?:(?:{TOOL})\b(?:\W|\d)*){{2,}}", 160),
    _rule("share", r"(?:read or )?share this (?:story|article|post|page)\b.{0,120}", 160),
    _rule(
        "promotion",
        r"\W*(?:sign[- ]?up|subscribe|download|install|register|get (?:the|our|all|breaking|more|instant|daily|a|free|this|today)|want |receive|never miss"
        rf"|stay (?:up to date|informed|tuned|connected|ahead)|thank you for (?:signing|subscribing))\b.{{0,300}}?\b(?:{NEWSLETTER}|sign up here)\b.{{0,300}}",
        420,
    ),
    _rule(
        "promotion",
        r"\W*(?:follow (?:us|@|our|(?:[\w.’'-]+ ){1,3}on)|(?:like|join|find) us|watch (?:us|our|the latest|live)|listen (?:to (?:our|the)|on|now))\b"
        rf".{{0,200}}?\b(?:{NEWSLETTER}|{SOCIAL})\b.{{0,200}}",
        320,
    ),
    _rule("promotion", r"\W*(?:for (?:more|the latest|all the latest)|to (?:get|receive|read|stay|hear))\b[^\"“]{0,160}\b(?:sign up|subscribe|click here|follow us|visit our|download our)\b.{0,160}", 320),
    _rule("promotion", r"\W*(?:support (?:our|us|quality|independent|progressive)|donate|become a (?:member|subscriber|supporter)|make a (?:donation|contribution))\b[^\"“]{0,200}\b(?:journalism|reporting|readers?|today|now|here)\b.{0,160}", 320),
    _rule("promotion", r"[^\"“]{0,200}(?:delivered|sent|straight|right|directly) (?:\w+ ){0,4}(?:to )?(?:your|their) (?:e-?mail )?in-?box\b[^\"“]{0,300}", 500),
    _rule("promotion", r"[^\"“]{0,200}\b(?:sign up (?:here|for (?:our|(?:\S+ ){1,4}newsletter|daily))|subscribe (?:now|today|here|to our|to the \S+ (?:newsletter|podcast))|our (?:free |daily |weekly )?newsletters?)\b[^\"“]{0,200}", 320),
    _rule("promotion", r"\W*click (?:here|below|through|on the (?:link|video)|to (?:read|view|see|watch|listen|get|share|tweet|subscribe))\b.{0,160}", 180),
    _rule("promotion", r"\W*(?:follow|find|connect with|tweet(?: at)?) (?:[\w.’'@-]+ ){0,5}(?:(?:on|via|at) (?:twitter|facebook|instagram|x|threads|bluesky|linkedin|telegram)\b|@\w+)[^\"“]{0,160}", 260),
    _rule("promotion", r"\W*(?:e-?mail|write to|reach|contact|send (?:letters|tips|e-?mails?|comments)(?: to)?|(?:got|have) a (?:news )?tip\b.{0,40})[^\"“]{0,120}@\w+[^\"“]{0,160}", 320),
    _rule("promotion", r"\W*(?:this site is protected by recaptcha.*|by (?:signing up|subscribing|clicking|continuing|submitting|providing)\b.*\b(?:agree|consent|terms|privacy)\b.*|.{0,60}\bprivacy policy\b.{0,60}\bterms of (?:use|service)\b.*|our standards: the thomson reuters.*|(?:invalid|enter (?:your|a valid)) e-?mail.*|please verify you['’]re not a robot.*|thanks? (?:you )?for (?:reading|subscribing|signing up|your (?:support|feedback))\W*|(?:newsletter )?sign[- ]up\W*)", 420),
    _rule("paywall", r"\W*(?:(?:please )?(?:subscribe|sign in|log in|register|create an account)(?: or \w+(?: in)?| now| today| here)?(?: (?:now|today|here))? (?:to|for) (?:read|continue|access|view|unlock|keep|full|unlimited|see)\b.{0,120}|already a subscriber\b.{0,60}|(?:subscribe|sign in|log in|register)(?: now| today| here)?\W*|.{0,120}\bto (?:continue|keep) reading\b.{0,80}|(?:to )?read the (?:full|rest of the|whole|entire) (?:article|story)\b.{0,80}|this (?:article|content|story|page) is (?:only )?(?:available |reserved |exclusive )?(?:for|to) (?:\w+ )?(?:subscribers|members)\b.{0,120}|(?:you have|you['’]ve) (?:reached|used|read) .{0,40}\b(?:free )?articles?\b.{0,120}|unlock (?:this|the) (?:article|story)\b.{0,80}|this is (?:a )?(?:subscriber|premium|member)[- ](?:only|exclusive).{0,60})", 260),
    _rule("related link", rf"[\[(*]?\W*(?:{LINK_LABEL})\s*[:>|»→–—-]+\s*\S.*", 220),
    _rule("related link", rf"\W*(?:{LINK_LABEL}|read (?:the )?(?:full|original|whole) (?:story|article)(?: here)?)\W*[:>|»→…]+\W*", 60),
    _rule("related link", r"[\[(*]\s*(?:read|also|see|photos?|video|watch|related|more)\b[^\])]{3,160}[\])]\W*", 180),
    _rule("related link", r"read (?:more|the full (?:story|article|report)|our full)\b(?: (?:about|on|from|here|at|in|stories|articles|news|by|of)\b)?[^.]{0,140}", 170),
    _rule("caption", r"\W*(?:enlarge this image.*|image (?:copyright|caption|source|credit)\b.*|(?:media|video) caption\b.*|media playback is (?:unsupported|not supported).*|file (?:photo|image|pic(?:ture)?)\b.{0,400}|(?:photo(?:graph)?s?|pictures?|images?|illustration|video|graphic|pic) ?(?:by|credit|courtesy|source|via)\b.{0,200}|(?:photo|photograph|picture|image|caption|credit|pictured|graphic|illustration)(?: credit)?\s?: .{0,400}|(?:in )?this (?:\w+,? ){0,3}(?:file )?(?:photo|image|photograph|picture|handout|combination|screen ?(?:shot|grab))\b.{0,30}(?:released|taken|provided|shows?|by|,|from|of|made|shot|dated).{0,400})", 600),
    _rule("caption", r"FILE\s*(?:PHOTO)?\s*[-–—:]+\s*.{10,500}", 600, flags=0),
    _rule("caption", rf".{{0,500}}(?:(?<=[^\s]) ?/ ?(?:{AGENCY_IN_CREDIT})(?: (?:via|Images|Photo|File)\b.{{0,30}})?|\((?:(?:AP|AFP|Getty|EPA|UPI|Kyodo|File|Staff|Courtesy|Stock) ?(?:Photo|Images?|Pool|File)?[/ :]|Photo(?:graph|s)?\b|Image|Reuters ?[/|:]|REUTERS ?[/|:]|Credit|Picture|Pic\b|Screenshot|Screengrab|Shutterstock|Source: (?:Getty|AP|Reuters|AFP))[^()]{{0,120}}\)|\((?:[\w.’' -]{{3,50}}/){{1,3}}(?:{AGENCY_IN_CREDIT})[^()]{{0,40}}\)|\[(?:[\w.’' -]{{3,50}}/){{1,3}}[^\[\]]{{2,40}}\]|(?:AP|AFP|Kyodo|EPA|UPI) Photo(?:/.{{1,60}})?|(?:REUTERS|Reuters|AFP|EPA)/[A-Z][\w.’' -]{{3,50}}(?:/File [Pp]hoto)?|[Pp]hotograph: \S.{{2,80}}|Photo(?:s)?(?: by|:) \S.{{2,60}}|(?:via|for) Getty Images|Getty Images)\W*", 700, flags=0),
    _rule("copyright", r"\W*(?:©|\(c\)\s*(?:\d{4}|copyright)|copyright\s*(?:©|\(c\)|\d{4}|by [A-Z]|\w+ \d{4})).*|.{0,120}\ball rights reserved\b.*|.*\bmay not be (?:published|reproduced|republished|copied),? (?:broadcast|without|rewritten|in whole|distributed|or).*", 500),
    _rule("credit", r"\W*(?:[\w.,’'&/() -]{3,200}?) contributed(?: (?:reporting|research|writing|additional reporting|to (?:this|the) (?:report|story|article|piece|post|column|dispatch|analysis))\b.{0,120})?\W*", 260),
    _rule("credit", r"\W*(?:(?:additional |further |with )?(?:reporting|editing|writing|research|compil(?:ed|ing)|written|edited|translat(?:ed|ion|ing)|produced|graphics?|illustrations?)\b(?: and (?:reporting|editing|writing|additional reporting))? by [A-Z][^\"“]{3,300}|contribut(?:ing|ors?)\s*: .{3,250}|with (?:agency )?(?:inputs?|reporting|reports?|files|material|assistance|post wires?|wire)\b(?: (?:from|by|reports|services)\b.{0,120})?|\(?(?:with )?agenc(?:y|ies)(?: inputs?)?\)?|this (?:report|story|article) (?:contains|includes|uses) (?:material|reporting|information) from .{3,120}|.{0,20}(?:based|compiled) (?:in part )?(?:on|from) (?:\w+ ){0,2}(?:wire|agency) (?:service )?reports?)\W*", 340),
    _rule("editorial note", r"\W*(?:this (?:piece|article|column|story|post|commentary|essay|op-?ed|content)\s(?:was |has been |is |also |is also )?(?:first |originally |initially )?(?:appeared|appears|published|ran|republished|produced|adapted|excerpted|reprinted|syndicated|distributed)\b.{0,200}|.{0,40}(?:views?|opinions?) expressed\b.{0,160}\b(?:(?:their|his|her|its) own|those of|of the author|not (?:necessarily )?(?:reflect|represent|those|the (?:views?|opinions?)))\b.{0,160}|(?:this )?(?:story|article|report|post|page|version) (?:has been|was|is being) updated\b.{0,160}|this is a (?:developing|breaking) (?:news )?story\b.{0,120}|more to (?:follow|come)\b.{0,30}|this is a rush transcript.{0,160}|reprinted (?:from|with|by) .{3,200}|(?:get|for) (?:real-time|live) updates\b.{0,160})", 320),
)  # fmt: skip
LIST_HEADING = re.compile(rf"\W*(?:{HEADING})\W*", re.IGNORECASE)
LOOSE_HEADING = re.compile(r"\b(?:popular articles?|access ranking|most read|most popular|related articles|related stories|top stories|recommended for you|trending now|read next)\b", re.IGNORECASE)
LABEL = re.compile(
    r"\W*(?:(?:opinion|analysis|editorial|exclusive|breaking(?: news)?|just in|developing|explainer|commentary|perspective|column|op-?ed|letters?|feature|interview|fact check|live(?: updates| blog)?|watch|updated?|world|politics|national|local|business|economy"
    r"|markets?|finance|technology|tech|science|health|sports?|entertainment|culture|arts|lifestyle|travel|weather|asia(?:[- ]pacific)?|europe|middle east|africa|americas|us|u\.s\.|uk|us news|world news|international|home|news|top news|latest news|society|crime|courts?|defen[cs]e|diplomacy|china|japan|premium)\W*){1,3}",
    re.IGNORECASE,
)
AGENCY_LINE = re.compile(rf"\W*(?:source\s*:\s*|via |by )?(?P<agency>{ANY_NAME})\W*")
SIGN_OFF = re.compile(rf"(?P<body>.*[.!?][\"”’']?)\s*(?P<sign>(?:[(\[]\s*(?P<a>{ANY_NAME})\s*[)\]]|[—–]\s?(?P<b>{ANY_NAME}))\.?)", re.DOTALL)
TRUNCATED = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d+ char(?:acter)?s\]\s*$")
COPYRIGHT_OWNER = re.compile(rf"(?:©|\(c\)|copyright)[\s\d©(c),by-]*(?:the )?(?P<agency>{ANY_NAME})\b", re.IGNORECASE)
REPORTING = re.compile(r"\b(?:reporting|written|story) by (?P<names>[^;.()]{3,200})", re.IGNORECASE)


def boilerplate_reason(line: str) -> str | None:
    """Return why a line is no part of any article, wherever it stands; ``None`` if it may be one."""
    for rule in RULES:
        if len(line) <= rule.longest and rule.pattern.fullmatch(line):
            return rule.reason
    return None
