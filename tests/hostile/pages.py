"""Every page that shows what people wrote, and who sees it."""

from tests.full_house import ANONYMOUS, AUTHOR, BETA

PAGES = [
    (AUTHOR, "/"),
    (AUTHOR, "/works/<work_id>"),
    (AUTHOR, "/works/<work_id>/lexicon"),
    (AUTHOR, "/works/<work_id>/terms/<term_id>"),
    (AUTHOR, "/lexicons/<lexicon_id>"),
    (AUTHOR, "/lexicons/<lexicon_id>/terms/<shared_term_id>"),
    (AUTHOR, "/account/mistakes"),
    *((AUTHOR, f"/works/<work_id>/decisions?verdict={verdict}") for verdict in ("leave", "voice", "never", "accept")),
    (AUTHOR, "/works/<work_id>/review"),
    (AUTHOR, "/chapters/<chapter_id>/review"),
    (AUTHOR, "/works/<work_id>/sharing"),
    (AUTHOR, "/works/<work_id>/read"),
    (AUTHOR, "/bin"),
    (AUTHOR, "/house/copies"),
    (AUTHOR, "/chapters/<chapter_id>"),
    (AUTHOR, "/chapters/<second_chapter_id>"),
    (AUTHOR, "/chapters/<chapter_id>/threads"),
    (AUTHOR, "/chapters/<chapter_id>/history"),
    (AUTHOR, "/documents/<document_id>/versions/<number>"),
    (AUTHOR, "/documents/<document_id>/compare?old=<number>"),
    (AUTHOR, "/documents/<private_id>/compare?old=0"),
    (BETA, "/"),
    (BETA, "/works/<work_id>/read"),
    (BETA, "/chapters/<chapter_id>/read"),
    (BETA, "/chapters/<chapter_id>/read/text"),
    (ANONYMOUS, "/invitations/<token>"),
]
