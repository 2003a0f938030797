"""Pages as outlets of many countries mark them up: who wrote it, when, and the body without what stands around it.

Each text is written for this test.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from pipeline.extract import boilerplate, extract_article
from pipeline.extract.bylines import parse_authors
from pipeline.records import Document

RETRIEVED = datetime(2026, 3, 20, tzinfo=UTC)
MOMENT = datetime(2026, 3, 9, 17, 42, tzinfo=UTC)
PAGES = {
    # language: title, authors, paragraphs, lines around them that are no part of the article
    "de": (
        "Hafen schließt zwei Anleger", ("Jana Beispiel", "Ole Muster"), [
            "Die Hafenbehörde schließt im Mai zwei Anleger, sagte die Bürgermeisterin am Montag nach einer Sitzung.",
            "„Niemand hat uns gefragt“, sagte Ada Moos, die dort seit zwanzig Jahren eine Fähre betreibt.",
            "Der neue Stadtrat stimmt im April über den Plan ab, wenn er zum ersten Mal zusammentritt.",
        ], [
            "Stand: 09.03.2026, 18:42 Uhr", "Lesezeit: 3 Minuten", "Lesen Sie auch: Fähre rammt Steg", "Anzeige",
            "Foto: Max Bild/dpa", "Abonnieren Sie unseren Newsletter und bleiben Sie auf dem Laufenden.",
        ],
    ),
    "fr": (
        "A Exemple-sur-Mer, deux quais fermés en mai", ("Jean Exemple", "Marie Dupont-Modèle", "Luc Essai"), [
            "Le conseil du port fermera deux quais en mai, a annoncé lundi la maire après une longue séance.",
            "« Personne ne nous a consultés », a déclaré Ada Morel, qui exploite un bac depuis vingt ans.",
            "La réparation durera un an et la ville en assumera le coût, selon un communiqué publié lundi soir.",
        ], [
            "Publié le 09 mars 2026 à 18h42, modifié le 10 mars 2026 à 08h05", "Temps de lecture : 2 min.",
            "Lire aussi : Le port cherche un directeur", "Il vous reste 62 % de cet article à lire.",
            "La suite est réservée aux abonnés.",
        ],
    ),
    "es": (
        "El puerto cierra dos muelles", ("Ana Ejemplo Ruiz", "Luis García y Modelo"), [
            "La autoridad portuaria cerrará dos muelles en mayo, anunció el lunes la alcaldesa tras la sesión.",
            "“Nadie nos preguntó”, dijo Ada Moreno, que opera un transbordador desde hace veinte años.",
            "El nuevo ayuntamiento votará el plan en abril, cuando se reúna por primera vez en su nueva sede.",
        ], ["Te puede interesar", "Lee también: El ferri choca con el muelle", "Publicado: 09/03/2026 18:42"],
    ),
    "pl": (
        "Port zamyka dwa nabrzeża", ("Jan Przykład", "Ewa Wzór"), [
            "Zarząd portu zamknie w maju dwa nabrzeża, ogłosiła w poniedziałek burmistrz po długim posiedzeniu.",
            "– Nikt nas nie zapytał – powiedziała Ada Morska, która od dwudziestu lat prowadzi tam prom.",
            "Nowa rada miasta będzie głosować nad planem w kwietniu, gdy zbierze się po raz pierwszy.",
        ], ["9 marca 2026, 18:42", "Czytaj także: Prom uderzył w nabrzeże"],
    ),
    "sv": (
        "Hamnen stänger två bryggor", ("Kalle Exempel", "Anna Modell"), [
            "Hamnstyrelsen stänger två bryggor i maj, sade kommunalrådet på måndagen efter ett långt möte.",
            "– Ingen har frågat oss, säger Ada Mo, som har kört färja där i tjugo år och oroar sig.",
            "Det nya fullmäktige röstar om planen i april, när det möts för första gången i stadshuset.",
        ], ["Publicerad 9 mars 2026 kl 18.42", "Läs också: Färja körde på bryggan", "Foto: Bo Bild/TT"],
    ),
    "id": (
        "Pelabuhan Tutup Dua Dermaga", ("Budi Contoh",), [
            "Otoritas pelabuhan akan menutup dua dermaga pada bulan Mei, kata wali kota setelah rapat panjang.",
            "“Tidak ada yang bertanya kepada kami,” kata Ada Laut, yang telah menjalankan feri selama dua puluh tahun.",
            "Dewan kota yang baru akan memberikan suara atas rencana itu pada bulan April mendatang.",
        ], ["Baca juga: Feri Menabrak Dermaga", "Iklan"],
    ),
    "ru": (
        "Порт закрывает два причала", ("Иван Примеров",), [
            "Портовое управление закроет в мае два причала, сообщила в понедельник мэр после долгого заседания.",
            "«Нас никто не спросил», — сказала Ада Морозова, которая двадцать лет держит там паром.",
            "Новый городской совет проголосует по плану в апреле, когда соберётся впервые после выборов.",
        ], ["Фото: Пётр Снимок / ТАСС", "Читайте также: Паром врезался в причал", "Опубликовано: 09.03.2026 20:42"],
    ),
    "ko": (
        "항만위, 부두 두 곳 폐쇄", ("김예시",), [
            "항만위원회는 월요일 두 개의 부두를 5월에 폐쇄한다고 밝혔고, 페리 회사들은 통보받지 못했다고 말했다.",
            "시장은 회의 후 수리에 1년이 걸리고 비용은 시가 부담한다고 설명했지만 금액은 밝히지 않았다.",
            "새 시의회는 4월에 처음 열려 이 계획에 대해 표결할 예정이라고 시장은 덧붙였다.",
        ], ["입력 2026.03.09. 오후 6:42", "김예시 기자 kim@yesi.example", "ⓒ 예시일보, 무단 전재 및 재배포 금지"],
    ),
}
NAMES = {"ko": "김예시 기자"}


def page(language):
    """Return a page whose JSON-LD is a graph, with a list of authors, one of them behind a reference."""
    title, authors, paragraphs, around = PAGES[language]
    first, *others = [NAMES.get(language, name) for name in authors]
    graph = [
        {"@type": "WebSite", "@id": "#site", "name": "Example Times"},
        {"@type": ["NewsArticle", "ReportageNewsArticle"], "headline": title, "publisher": {"@id": "#site"},
         "datePublished": "2026-03-09T18:42:00+01:00",
         "author": [{"@id": "#first"}, *({"@type": "Person", "name": name} for name in others)]},
        {"@type": "Person", "@id": "#first", "name": first, "url": "https://times.example/first"},
    ]
    marked = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    body = "".join(f"<p>{text}</p>" for text in (around[0], paragraphs[0], *around[1:2], *paragraphs[1:], *around[2:]))
    return (
        f"<html lang={language}><head><title>{title} | Example Times</title><script type='application/ld+json'>{marked}"
        f"</script></head><body><nav><a href=/>A</a></nav><article><h1>{title}</h1>{body}</article></body></html>"
    )


def extracted(html):
    content = html.encode()
    document = Document("in/a", "text/html", content, sha256(content).hexdigest(), RETRIEVED, html)
    return extract_article(document).article


@pytest.mark.parametrize("language", PAGES)
def test_a_page_of_another_country(language):
    title, authors, paragraphs, _ = PAGES[language]
    article = extracted(page(language))
    assert (article.title, article.authors, article.published_at) == (title, authors, MOMENT)
    assert article.body.split("\n\n") == paragraphs
    assert (article.language, article.status, article.outlet) == (language, "unsupported_language", "Example Times")


@pytest.mark.parametrize("line", sorted({line for _, _, _, around in PAGES.values() for line in around}))
def test_a_line_that_stands_around_articles(line):
    assert boilerplate.boilerplate_reason(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        *(text for _, _, paragraphs, _ in PAGES.values() for text in paragraphs),
        "Lesen Sie auch zwischen den Zeilen, riet die Ministerin den Abgeordneten.",
        "Lire aussi les classiques reste utile, a dit le professeur.",
        "Publicado en 2019, el libro vendió dos millones de ejemplares en un año.",
        "Foto och film ska bevaras, sade museichefen.",
        "Leia mais livros, disse a autora aos alunos da escola.",
        "Am 9. März 2026 stimmte der Rat über den Plan ab.",
        "Se også på prisen, sa hun.",
        "Teilen will das Land die Kosten nicht.",
    ],
)
def test_a_sentence_of_an_article_is_no_such_line(line):
    assert boilerplate.boilerplate_reason(line) is None


@pytest.mark.parametrize(
    "spoiled",
    [
        '{"@type": "NewsArticle", "headline": "Piers", "author": [{"name": "di Carlo Esempio"},],}',
        '{"@type": "NewsArticle", "headline": "Piers", "author": {"@type": "Person", "name": "Carlo Esempio"}};',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;author&quot;:{&quot;name&quot;:&quot;Carlo Esempio&quot;}}",
        '<!-- [{"@type": "NewsArticle", "author": "Carlo Esempio"}] -->',
    ],
)
def test_json_ld_that_is_not_quite_json(spoiled):
    text = "<p>The council met on Tuesday, said Anna Keller, who leads the road authority.</p>" * 3
    html = f"<html><head><script type='application/ld+json'>{spoiled}</script></head><body>{text}</body></html>"
    assert extracted(html).authors == ("Carlo Esempio",)


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("김예시 기자", ("김예시",)),
        ("例示太郎記者", ("例示太郎",)),
        ("Av Kalle Exempel och Anna Modell", ("Kalle Exempel", "Anna Modell")),
        ("di Carlo Esempio", ("Carlo Esempio",)),
        ("Di Carlo Esempio", ("Di Carlo Esempio",)),
        ("De Gaulle Modèle", ("De Gaulle Modèle",)),
        ([{"@type": "Person", "name": ["Jan Przykład", "Ewa Wzór"]}], ("Jan Przykład", "Ewa Wzór")),
        ("https://post.example/people/jane-example/", ()),
    ],
)
def test_authors_of_other_countries(value, authors):
    assert parse_authors(value) == authors


def test_the_line_that_names_the_authors_goes():
    html = page("sv").replace("<article>", "<article><p>Kalle Exempel och Anna Modell</p>")
    assert extracted(html).body.split("\n\n") == PAGES["sv"][2]


@pytest.mark.parametrize(
    ("dated", "named"),
    [
        ("content_PublishedDate", "content_author"), ("mediator_published_time", "mediator_author"),
        ("pub_date", "autor"),
    ],
)
def test_meta_tags_of_other_countries(dated, named):
    text = "<p>The council met on Tuesday, said Anna Keller, who leads the road authority.</p>" * 3
    meta = f"<meta name={dated} content='2026-03-09T17:42:00Z'><meta name={named} content='Carlo Esempio'>"
    article = extracted(f"<html><head>{meta}</head><body>{text}</body></html>")
    assert (article.authors, article.published_at) == (("Carlo Esempio",), MOMENT)
