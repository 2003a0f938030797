"""Pages in other languages and scripts: kept whole, though the rules for lines were made for English."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from pipeline.extract import extract_article
from pipeline.records import Document

RETRIEVED = datetime(2026, 3, 1, tzinfo=UTC)
TEXTS = {
    "zh": [
        "港口委员会星期一表示，两座码头将在五月关闭，渡轮公司对此感到意外，因为事先没有人通知他们。",
        "市长在会议结束后说，修理工程需要一年时间，费用由城市承担，具体数额将在四月公布。",
        "Example Ferry Ltd. has run ferries from there for twenty years and will look for a new berth this spring.",
        "“没有人问过我们的意见”，一位经营渡轮二十年的船主对记者说",
        "委员会没有回答记者关于费用的问题",
        "新的市议会将在四月投票决定",
        "渡轮公司准备提起诉讼",
    ],
    "ja": [
        "港湾委員会は月曜日、二つの桟橋を五月に閉鎖すると発表し、フェリー会社は事前に知らされていなかったと述べた。",
        "市長は会議の後、修理には一年かかり、費用は市が負担すると説明したが、金額については明らかにしなかった。",
        "「誰も私たちに聞かなかった」と、二十年にわたってフェリーを運航してきた船主は記者団に語った。",
        "新しい市議会は四月に初めて開かれ、この計画について採決を行う予定だという。",
    ],
    "ar": [
        "قال مجلس الميناء يوم الاثنين إن رصيفين سيغلقان في مايو وإن أصحاب العبارات لم يبلغوا بذلك مسبقا.",
        "وأضاف رئيس البلدية بعد الاجتماع أن أعمال الإصلاح ستستغرق عاما كاملا وأن المدينة ستتحمل التكاليف.",
        "وسأل أحد الصحفيين: لماذا لم يسأل أحد أصحاب العبارات عن رأيهم في هذا القرار؟",
        "وسيصوت المجلس الجديد على الخطة في أبريل عندما يجتمع للمرة الأولى.",
    ],
    "hi": [
        "बंदरगाह बोर्ड ने सोमवार को कहा कि मई में दो घाट बंद कर दिए जाएंगे और नाव मालिकों को इसकी जानकारी नहीं दी गई थी।",
        "बैठक के बाद महापौर ने कहा कि मरम्मत में एक साल लगेगा और इसका खर्च शहर उठाएगा।",
        "बीस साल से नाव चला रहे एक मालिक ने पत्रकारों से कहा कि किसी ने उनसे नहीं पूछा।",
        "नई परिषद अप्रैल में पहली बार मिलेगी और योजना पर मतदान करेगी।",
    ],
    "de": [
        "Die Hafenbehörde schließt im Mai zwei Anleger, sagte die Bürgermeisterin am Montag nach einer langen Sitzung.",
        "Die Reparatur der Anleger dauert ein Jahr, die Kosten trägt die Stadt, über die Höhe schwieg die Behörde.",
        "„Niemand hat uns gefragt“, sagte Ada Moos, die dort seit zwanzig Jahren eine Fähre betreibt.",
        "Der neue Stadtrat stimmt im April über den Plan ab, wenn er zum ersten Mal zusammentritt.",
    ],
    "th": [
        "คณะกรรมการท่าเรือกล่าวเมื่อวันจันทร์ว่าจะปิดท่าเทียบเรือสองแห่งในเดือนพฤษภาคม เจ้าของเรือข้ามฟากบอกว่าไม่มีใครแจ้งล่วงหน้า",
        "นายกเทศมนตรีกล่าวหลังการประชุมว่าการซ่อมแซมจะใช้เวลาหนึ่งปี และเมืองจะเป็นผู้รับผิดชอบค่าใช้จ่ายทั้งหมด",
        "เจ้าของเรือที่เดินเรือมายี่สิบปีกล่าวกับผู้สื่อข่าวว่าไม่มีใครถามความเห็นของพวกเขา",
        "สภาเทศบาลชุดใหม่จะลงมติเรื่องแผนนี้ในเดือนเมษายนเมื่อประชุมเป็นครั้งแรก",
    ],
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_page_in_another_script_is_kept_whole(language):
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXTS[language])
    html = (
        f"<html lang={language}><head><title>{TEXTS[language][-1]} | Example Times</title></head><body><nav><ul><li>A"
        f"<li>B</ul></nav><article><h1>{TEXTS[language][-1]}</h1>{paragraphs}</article></body></html>"
    )
    content = html.encode()
    article = extract_article(
        Document("in/a", "text/html", content, sha256(content).hexdigest(), RETRIEVED, html)
    ).article
    assert article.body.split("\n\n") == TEXTS[language]
    assert (article.language, article.status) == (language, "unsupported_language")
