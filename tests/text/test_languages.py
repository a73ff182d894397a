"""The language of an article is told from its words, without a model."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.work import lines_run
from workbench.text.languages import detect_language, is_in_latin_letters

ARTICLES = {
    "en": "The town council voted on Tuesday to close the old bridge. Engineers had warned that "
    "its piers were no longer safe, and that repairs would cost more than a new crossing.",
    "de": "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke zu sperren. Fachleute "
    "hatten gewarnt, dass die Pfeiler nicht mehr sicher sind und eine Sanierung teuer wird.",
    "fr": "Le conseil municipal a décidé mardi de fermer le vieux pont. Les ingénieurs avaient "
    "averti que ses piles n’étaient plus sûres et que les travaux seraient trop chers.",
    "es": "El ayuntamiento decidió el martes cerrar el viejo puente. Los ingenieros habían "
    "advertido de que los pilares ya no eran seguros y que la obra sería muy cara.",
    "it": "Il consiglio comunale ha deciso martedì di chiudere il vecchio ponte. Gli ingegneri "
    "avevano avvertito che i piloni non erano più sicuri e che i lavori sono troppo cari.",
    "pl": "Rada miasta zdecydowała we wtorek o zamknięciu starego mostu. Inżynierowie "
    "ostrzegali, że filary nie są już bezpieczne, a remont jest droższy niż budowa.",
    "uk": "Міська рада вирішила у вівторок закрити старий міст. Інженери попереджали, що його "
    "опори вже не є безпечними, а ремонт коштуватиме більше за новий міст.",
    "ru": "Городской совет решил во вторник закрыть старый мост. Инженеры предупреждали, что "
    "его опоры больше не безопасны, а ремонт обойдётся дороже нового моста.",
    "nl": "De gemeenteraad heeft dinsdag besloten de oude brug te sluiten. Ingenieurs hadden "
    "gewaarschuwd dat de pijlers niet meer veilig zijn en dat het herstel duur wordt.",
    "pt": "A câmara decidiu na terça-feira fechar a velha ponte. Os engenheiros tinham avisado "
    "que os pilares não eram seguros e que a obra seria mais cara do que uma nova.",
    "el": "Το δημοτικό συμβούλιο αποφάσισε να κλείσει την παλιά γέφυρα.",
    "ja": "市議会は火曜日、古い橋を閉鎖することを決めた。",
    "zh": "市议会星期二决定关闭旧桥。",
    "ko": "시의회는 화요일에 낡은 다리를 폐쇄하기로 결정했다.",
    "ar": "قرر المجلس البلدي يوم الثلاثاء إغلاق الجسر القديم.",
    "fa": "شورای شهر پل قدیمی را بست.",
    "ur": "شہر کی کونسل نے پرانا پل بند کر دیا ہے۔",
    "he": "מועצת העיר החליטה ביום שלישי לסגור את הגשר הישן.",
    "hi": "नगर परिषद ने मंगलवार को पुराने पुल को बंद करने का निर्णय लिया है।",
}


@pytest.mark.parametrize("language", sorted(ARTICLES))
def test_it_tells_the_language_of_an_article(language: str) -> None:
    assert detect_language(ARTICLES[language]) == language


@pytest.mark.parametrize(
    "sentence",
    [
        "Troops fled the city.",
        "He said no.",
        "Russian soldiers raised a white flag as they fled.",
        "It was used as a base.",
        "Officials stopped short of confirming the report.",
        "RUSSIA HAS WITHDRAWN FROM THE CITY",
        "“We don’t know,” she said.",
        "Police in Berlin and Paris are looking for a man from Madrid.",
    ],
)
def test_one_english_sentence_is_english(sentence: str) -> None:
    assert detect_language(sentence) == "en"


@pytest.mark.parametrize("text", ["", "123 456", "…", "Xyzzy plugh", "मराठी"])
def test_it_leaves_the_undecided_open(text: str) -> None:
    assert detect_language(text) == ""


def test_a_long_text_costs_no_more_than_its_beginning() -> None:
    def read(times: int) -> int:
        return lines_run(lambda: detect_language(ARTICLES["en"] * times))

    # What is known of its words is noted at the first look.
    read(30)
    assert read(30) == read(3_000)
    assert detect_language(ARTICLES["en"] * 20_000) == "en"


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert len(detect_language(text)) in (0, 2)


@given(st.text(st.sampled_from("aZ 1.’“”é…кЖ漢かكא")))
def test_most_letters_being_latin_is_what_counting_them_by_their_names_says(text: str) -> None:
    names = [unicodedata.name(letter).split(" ")[0] for letter in text if letter.isalpha()]
    latin, others = names.count("LATIN"), [name for name in names if name != "LATIN"]
    most = max((others.count(name) for name in others), default=0)
    if latin > len(others):
        assert is_in_latin_letters(text)
    elif latin < most:
        assert not is_in_latin_letters(text)
    assert is_in_latin_letters(text) or others
