"""Honorifics and forms of address that are written after a name. A new language is a new line of words here."""

#: By language of origin, the commonest first: where a form is mistyped, the earlier one is the likelier.
BY_LANGUAGE = {
    "Japanese": """
        chan kun san sama sensei senpai sempai dono hime teme baa baachan jii jiichan nii niisan nee neesan
        taichou shishou sennin oji obaa oba ojii onii onee aniki aneue aniue otouto imouto kaa tou otou okaa kouhai kohai
        dobe baka tan chama han hakase ue pyon bou heika denka ouji kaichou buchou usuratonkachi
    """,
    "Korean": "ssi nim hyung noona nuna oppa unnie eonni sunbae hoobae seonsaengnim ah yah",
    "Chinese": """
        ge gege jie jiejie di didi mei meimei xiong shixiong shidi shijie shimei shizun shifu daozhang gongzi guniang
        laoshi jun zun furen zongzhu qianbei
    """,
}

ORDERED = tuple(word for words in BY_LANGUAGE.values() for word in words.split())
HONORIFICS = frozenset(ORDERED)
