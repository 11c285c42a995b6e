"""Hard cases of names, a sentence each, with what is to be found in it: nothing, or "word > what is meant first".

"word > ?" is a word that nobody knows and that nearly is nothing. The cast is that of CAST; every other word of the
sentences is ordinary English, but for those with a question mark.
"""

from __future__ import annotations

from workshop.lexicon.names import Lexicon

CAST = Lexicon.of(
    [
        "Sasuke Uchiha", "Naruto", "Sakura", "Rin", "Sage", "Will", "Hope", "Kakashi", "Konohamaru", "Kurenai", "Bess",
        "Jean-Luc", "D'Arvit", "McGonagall", "Éowyn", "Natsumi", "Kira", "Wei Wuxian", "Min-ho", "Korn", "ANBU",
        "Will of Fire", "Chidori", "jutsu", "chakra", "apparate", "-dattebane", "Konoha", "Winchester", "Fitz", "Draco",
    ]
)  # fmt: skip

FORMS = """
Sasuke's eyes were red. |
Naruto’s ramen was cold. |
Sasuke'll never know. |
Naruto'd gone home. |
Sakura've never. |
The Uchihas were gone. |
The Uchihas' house was dark. |
The Winchesters drove on. |
The Besses of the world. |
Bess's hat and Bess' hat. |
Two Fitzs and a Fitz. | Fitzs > ?
Three Fitzes and a Fitz. |
SASUKE! |
SASUKE’S! |
Jean-Luc's hat. |
JEAN-LUC! |
So D’Arvit ran. |
D'Arvit's boat. |
McGonagall's office. |
MCGONAGALL! |
Mcgonagall frowned. | Mcgonagall > McGonagall
So MIn-ho ran. | MIn-ho > Min-ho
Éowyn's sword. |
Eowyn's sword. | Eowyn > Éowyn
half-Uchiha. |
Sasuke-and-Naruto. |
not-quite-Sasuke. |
Two jutsus at once. |
Jutsu were forbidden. |
The JUTSU! |
He apparated home. |
Apparating hurts. |
She apparates. |
The ANBU's masks. |
The Anbu came. | Anbu > ANBU
So rin said no. | rin > Rin
So naruto ran. | naruto > Naruto
The naruto's hat. | naruto > Naruto
A sage, a will, and hope. |
Sage will hope. |
Konoha-nin came. |
A very Sasuke-ish, Sasuke-esque sort of no. |
Chidori and chakra. |
The Will of Fire. |
"""

HONORIFICS = """
Naruto-kun ran. |
Sakura-chan’s hat. |
Kakashi-sensei. |
Sasuke-sama, Sasuke-dono, Sasuke-san. |
Sasuke-teme! |
Kurenai-baa-chan. |
Naruto-nii-san. |
Naruto-nii. |
Sakura-nee-chan's. |
Sakura-neechan. |
Kakashi-senpai and Kakashi-sempai. |
Nee-chan! |
Onii-san? |
Aniki! |
Ojii-chan ran. |
SAKURA-CHAN! |
Sakura-Chan. |
Sakura-chaan! |
Sakura-chaaaan! |
Naruto-kuuun! |
Kakashi-senseeei! |
Naruto-tachi came. |
Min-ho-ssi. |
Min-ho-hyung! |
Min-ho-yah! |
Oppa! |
Wei-xiong. |
Wuxian-gege. |
Wei-er-gege. |
Wuxian-shixiong. |
Shizun! |
P'Korn ran. |
Khun Korn. |
Naruto-dattebane! |
Sakura-cha ran. | Sakura-cha > Sakura-chan
Sakura-can ran. | Sakura-can > Sakura-chan
Naruto-knu ran. | Naruto-knu > Naruto-kun
Naruto-ku ran. | Naruto-ku > Naruto-kun
Sasuke-sma ran. | Sasuke-sma > Sasuke-sama
Sasuke-tem ran. | Sasuke-tem > Sasuke-teme
Kakashi-sensie ran. | Kakashi-sensie > Kakashi-sensei
Kakashi-senpia ran. | Kakashi-senpia > Kakashi-senpai
Kurenai-ba-chan ran. | Kurenai-ba-chan > Kurenai-baa-chan
SAKURA-CHA! | SAKURA-CHA > SAKURA-CHAN
S-Sakura-cha! | S-Sakura-cha > S-Sakura-chan
Naruto-datebane! | Naruto-datebane > Naruto-dattebane
Nii-sna! | Nii-sna > Nii-san
Min-ho-huyng ran. | Min-ho-huyng > Min-ho-hyung
The Uchiha-clan, a Naruto-fan, and Sasuke-time. |
A Sakura-hat is a hat. |
"""

VOICES = """
N-Naruto ran. |
N-N-Naruto ran. |
S-s-Sasuke! |
Na-Naruto-kun ran. |
n-Naruto ran. |
Sss-Sasuke ran. |
Sa-Sakura-chan's hat. |
Naru-Naruto ran. |
K-Kakashi-sensei! |
R-Rin! |
W-Will ran. |
J-Jean-Luc ran. |
D-D'Arvit ran. |
M-Min-ho-ssi! |
S-SASUKE! |
NARUTOOO! |
Narutooo! |
Naruuuto! |
Nnnaruto! |
SAKURAAAA-CHAN! |
SASUKEEE-KUUUN! |
Saaakuraaa! |
Na-ru-to! |
SA-KU-RA! |
Sasu— |
Sasuke-ku— |
Naru… |
N… Naruto! |
Na… Naruto! |
Kaka-- |
Sakura-cha— |
Kakashi-sen— |
N-Naru— |
Konohama... |
NARU— |
n-naruto ran. | n-naruto > N-Naruto
N-Nartuo ran. | N-Nartuo > N-Naruto
S-s-Saskue ran. | S-s-Saskue > S-s-Sasuke
SASKUE! | SASKUE > SASUKE
SAKRUAAA! | SAKRUAAA > SAKURAAA
Nartuooo! | Nartuooo > Narutooo
N-Nartuo-kun! | N-Nartuo-kun > N-Naruto-kun
Nart— | Nart > ?
Zq-Naruto ran. | Zq-Naruto > ?
"""

NEAR = """
So Saskue ran. | Saskue > Sasuke
So Sasuk ran. | Sasuk > Sasuke
So Sassuke ran. | Sassuke > Sasuke
So Sasuek ran. | Sasuek > Sasuke
So Sasake ran. | Sasake > Sasuke
Saskue’s hat. | Saskue > Sasuke
Saskue-kun ran. | Saskue-kun > Sasuke-kun
Saskue-kn ran. | Saskue-kn > Sasuke-kun
The Uchihsa ran. | Uchihsa > Uchiha
The Uhcihas ran. | Uhcihas > Uchihas
So Nartuo ran. | Nartuo > Naruto
So Narutto ran. | Narutto > Naruto
So NAruto ran. | NAruto > Naruto
So Konohmaru ran. | Konohmaru > Konohamaru
So Konhammaru ran. | Konhammaru > Konohamaru
So Kuernai ran. | Kuernai > Kurenai
half-Uchhia. | half-Uchhia > half-Uchiha
Jean-Lcu ran. | Jean-Lcu > ?
So McGonnagall ran. | McGonnagall > McGonagall
So McGonagal ran. | McGonagal > McGonagall
So Kria ran. | Kria > Kira
So Kirra ran. | Kirra > Kira
Kakahsi-sensei ran. | Kakahsi-sensei > Kakashi-sensei
So Wuxain ran. | Wuxain > Wuxian
So Chidroi ran. | Chidroi > Chidori
So Winchetser ran. | Winchetser > Winchester
So Natusmi ran. | Natusmi > Natsumi
So Kiran ran. | Kiran > ?
So Kire ran. | Kire > ?
So Mira ran. | Mira > ?
So Akira ran. | Akira > ?
So Natsuki ran. | Natsuki > ?
So Natsuko ran. | Natsuko > ?
So Satsumi ran. | Satsumi > ?
So Rinn ran. | Rinn > ?
So Ren ran. | Ren > ?
So Dracos ran, and the Dracos. |
So Draca ran. | Draca > ?
So saskue ran. | saskue > ?
So Satoshi ran. | Satoshi > ?
So Kurama ran. | Kurama > ?
A saga of wills and hoped-for sages. |
Leaf and rain. |
"""

AREAS = {"forms": FORMS, "honorifics": HONORIFICS, "voices": VOICES, "near": NEAR}


def cases(area: str) -> list[tuple[str, list[str]]]:
    """Return the sentences of an area, each with what is to be found in it."""
    lines = (line.rpartition("|") for line in AREAS[area].strip().splitlines())
    return [(text.strip(), [expected.strip()] if expected.strip() else []) for text, _, expected in lines]
