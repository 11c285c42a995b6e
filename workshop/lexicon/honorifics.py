"""Honorifics and forms of address that are written after a name. A new language is a new line of words here.

An author adds their own as terms that begin with a hyphen: "-dattebane".
"""

import re

#: By language of origin, the commonest first: where a form is mistyped, the earlier one is the likelier.
BY_LANGUAGE = {
    "Japanese": """
        chan kun san sama sensei senpai sempai dono hime teme baa baachan jii jiichan nii niisan nee neesan
        taichou shishou sennin oji obaa oba ojii onii onee aniki aneue aniue otouto imouto kaa tou otou okaa kouhai kohai
        dobe baka tan chama han hakase ue pyon bou heika denka ouji kaichou buchou usuratonkachi ojou ojousama oneesan
        oniisan neechan niichan oneechan oniichan ojisan obasan ojiisan obaasan shihan kyouju joou aneki waka tachi
    """,
    "Korean": """
        ssi nim hyung hyungnim noona nuna oppa unnie unni eonni sunbae seonbae sunbaenim hoobae seonsaengnim ah yah
        maknae dongsaeng ahjussi ajusshi ahjumma ajumma abeoji eomeoni halmeoni harabeoji gun yang
    """,
    "Chinese": """
        ge gege dage jie jiejie di didi mei meimei xiong xiongzhang shixiong shidi shijie shimei shizun shifu shishu
        shibo daozhang gongzi guniang laoshi jun zun furen zongzhu qianbei er xiansheng xiaojie daren dianxia bixia
        niangniang wangye shushu ayi popo laozu xiao lao
    """,
    "Thai": "phi nong khun hia jae",
}

ORDERED = tuple(word for words in BY_LANGUAGE.values() for word in words.split())
HONORIFICS = frozenset(ORDERED)

_LONG_VOWEL = re.compile(r"([aeiou])\1+")


def _short(word: str) -> str:
    return _LONG_VOWEL.sub(r"\1", word)


#: The length from which a vowel in it was drawn out: "ba" is no "baa", "chaan" is a "chan" that somebody calls.
_SHORTEST = {}
for _word in ORDERED:
    _SHORTEST[_short(_word)] = min(len(_word), _SHORTEST.get(_short(_word), len(_word)))


def is_honorific(piece: str) -> bool:
    """Whether every story may put the piece after a name; a vowel may be long: Sakura-chaan, Nee-chan, Neee-chan."""
    small = piece.lower()
    return small in HONORIFICS or len(small) >= _SHORTEST.get(_short(small), len(small) + 1)
