"""The words in dates: months in two dozen languages, time zones, and what may stand around them. Data only.

Month names are folded (`tokens.fold`) and matched whole; abbreviations are listed where publishers use them.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MONTHS = {
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept"
    "|october oct|november nov|december dec",
    "de": "januar jan janner|februar feb|marz mar mrz|april apr|mai|juni jun|juli jul|august aug|september sep sept"
    "|oktober okt|november nov|dezember dez",
    "fr": "janvier janv|fevrier fevr fev|mars|avril avr|mai|juin|juillet juil|aout|septembre sept|octobre oct"
    "|novembre nov|decembre dec",
    "es": "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago"
    "|septiembre setiembre sep sept|octubre oct|noviembre nov|diciembre dic",
    "it": "gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago|settembre set"
    "|ottobre ott|novembre nov|dicembre dic",
    "pt": "janeiro jan|fevereiro fev|marco mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set"
    "|outubro out|novembro nov|dezembro dez",
    "nl": "januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sep|oktober okt"
    "|november nov|december dec",
    "sv": "januari jan|februari feb|mars|april apr|maj|juni jun|juli jul|augusti aug|september sep|oktober okt"
    "|november nov|december dec",
    "da": "januar jan|februar feb|marts mar|april apr|maj|juni jun|juli jul|august aug|september sep|oktober okt"
    "|november nov|december dec des",
    "pl": "stycznia styczen sty|lutego luty lut|marca marzec mar|kwietnia kwiecien kwi|maja maj|czerwca czerwiec cze"
    "|lipca lipiec lip|sierpnia sierpien sie|wrzesnia wrzesien wrz|pazdziernika pazdziernik paz"
    "|listopada listopad lis|grudnia grudzien gru",
    "ru": "января янв|февраля фев февр|марта мар март|апреля апр|мая май|июня июн июнь|июля июл июль|августа авг"
    "|сентября сен сент|октября окт|ноября ноя нояб|декабря дек",
    "uk": "січня січ|лютого лют|березня бер|квітня кві квіт|травня тра трав|червня чер черв|липня лип|серпня сер серп"
    "|вересня вер|жовтня жов жовт|листопада лис|грудня гру груд",
    "tr": "ocak oca|subat sub|mart|nisan nis|mayis may|haziran haz|temmuz tem|agustos agu|eylul eyl|ekim eki"
    "|kasim kas|aralik ara",
    "el": "ιανουαριου ιαν|φεβρουαριου φεβ|μαρτιου μαρ|απριλιου απρ|μαιου μαι|ιουνιου ιουν|ιουλιου ιουλ|αυγουστου αυγ"
    "|σεπτεμβριου σεπ|οκτωβριου οκτ|νοεμβριου νοε|δεκεμβριου δεκ",
    "cs": "ledna leden led|unora unor uno|brezna brezen bre|dubna duben dub|kvetna kveten kve|cervna cerven cvn"
    "|cervence cervenec cvc|srpna srpen srp|zari|rijna rijen rij|listopadu listopad lis|prosince prosinec pro",
    "ro": "ianuarie ian|februarie feb|martie mar|aprilie apr|mai|iunie iun|iulie iul|august aug|septembrie sep sept"
    "|octombrie oct|noiembrie noi nov|decembrie dec",
    "fi": "tammikuuta tammikuu|helmikuuta helmikuu|maaliskuuta maaliskuu|huhtikuuta huhtikuu|toukokuuta toukokuu"
    "|kesakuuta kesakuu|heinakuuta heinakuu|elokuuta elokuu|syyskuuta syyskuu|lokakuuta lokakuu"
    "|marraskuuta marraskuu|joulukuuta joulukuu",
    "ca": "gener gen|febrer febr|marc|abril abr|maig|juny|juliol jul|agost|setembre set|octubre oct|novembre nov"
    "|desembre des",
    "id": "januari jan|februari feb|maret mar|april apr|mei|juni jun|juli jul|agustus agu ags|september sep"
    "|oktober okt|november nov|desember des",
    "bg": "януари|февруари|март|април апр|май|юни|юли|август|септември|октомври|ноември|декември",
    "hu": "januar jan|februar febr|marcius marc|aprilis apr|majus maj|junius jun|julius jul|augusztus aug"
    "|szeptember szept|oktober okt|november nov|december dec",
}

# Polish "listopada" (November) and "lis" are Croatian October: Croatian is left out. "mar" is March everywhere here.
MONTHS_IN: dict[str, dict[str, int]] = {
    language: {word: number for number, forms in enumerate(months.split("|"), start=1) for word in forms.split()}
    for language, months in _MONTHS.items()
}
"""Month number by folded name, for each language (ISO 639-1)."""

MONTHS: dict[str, int] = {word: number for months in MONTHS_IN.values() for word, number in months.items()}
"""Month number by folded name, of all languages."""

_ZONES = """
utc 0|gmt 0|ut 0|z 0|etc/gmt 0|etc/utc 0|wet 0|west 60|bst 60|cet 60|mez 60|met 60|cest 120|mesz 120|mest 120|eet 120
eest 180|cat 120
sast 120|msk 180|msd 240|trt 180|idt 180|eat 180|wat 60|ast -240|adt -180|est -300|edt -240|et -300|cst -360|cdt -300
ct -360|mst -420|mdt -360|mt -420|pst -480|pdt -420|pt -480|akst -540|akdt -480|hst -600|nst -210|ndt -150|brt -180
brst -120|art -180|clt -240|clst -180|cot -300|pet -300|vet -240|gst 240|azt 240|pkt 300|uzt 300|yekt 300|ist 330
npt 345|bdt 360|almt 300|ict 420|wib 420|wita 480|wit 540|hkt 480|sgt 480|myt 480|pht 480|awst 480|jst 540|kst 540
acst 570|acdt 630|aest 600|aedt 660|chst 600|vlat 600|nzst 720|nzdt 780
"""


def _zones(text: str) -> dict[str, int]:
    return {
        name: int(minutes) for name, minutes in (pair.split() for pair in text.replace("\n", "|").split("|") if pair)
    }


ZONES: dict[str, int] = _zones(_ZONES)
"""Minutes east of Greenwich by zone name in lower case. Where a name means several, the one that feeds mean most:
IST is India, CST central North America, BST British summer. ET, CT, MT and PT stand for the winter time."""

ZONES_IN: dict[str, dict[str, int]] = {
    language: _zones(zones)
    for language, zones in {
        "ar": "ast 180",  # Arabia
        "bn": "bst 360",  # Bangladesh
        "en-au": "est 600|edt 660|cst 570|cdt 630|wst 480",
        "en-ie": "ist 60",
        "es-cu": "cst -300|cdt -240",
        "fil": "pst 480",
        "ga": "ist 60",
        "he": "ist 120|idt 180",
        "hy": "amt 240",
        "ms": "mst 480",
        "my": "mst 390",
        "pt": "amt -240",
        "zh": "cst 480",
    }.items()
}
"""What zone names mean by the language of the feed (BCP 47, in lower case), where it differs from `ZONES`."""

NOISE = _words(
    # weekdays: en de fr es it pt nl sv da pl tr, ru uk, el hu
    "monday mon tuesday tue tues wednesday wed weds thursday thu thur thurs friday fri saturday sat sunday sun"
    " montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa sonnabend sonntag so"
    " lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim"
    " lunes martes mie miercoles jue jueves vie viernes sabado sab domingo dom"
    " lunedi martedi mercoledi gio giovedi venerdi domenica segunda terca quarta quinta sexta feira seg ter qua qui sex"
    " maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo"
    " mandag man tirsdag tir onsdag ons torsdag tor fredag fre lordag lor sondag son mandag tisdag tis lordag"
    " poniedzialek pon wtorek wt sroda sr czwartek czw piatek pt sobota sob niedziela niedz"
    " pazartesi pzt sali carsamba persembe per cuma cum cumartesi cmt pazar paz"
    " понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс"
    " понеділок вівторок середа четвер пʼятниця п'ятниця субота неділя нд"
    " δευτερα δευ τριτη τρι τεταρτη τετ πεμπτη πεμ παρασκευη παρ σαββατο σαβ κυριακη κυρ"
    " hetfo kedd szerda csutortok pentek szombat vasarnap"
    # what stands between date and time
    " at on the of de del di den der le el um uhr alle ore as a las los kl klo klokken г года р року год"
)
"""Folded words that say nothing about the moment."""
