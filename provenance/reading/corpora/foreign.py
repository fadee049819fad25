"""The usual names of a corpus's columns in the languages other than English that the program reads.

Invariant: a name stands for one thing only. What a language uses for several (German ``Medium``, Italian and
Portuguese ``data``) is on no list, and what is spelled as the English name is not repeated.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FOREIGN", "without_accents"]

_NAMES: Final[Mapping[str, str]] = {
    "url": (
        "lien enlace enlace_url collegamento verweis webadresse adresse_web "
        "लिंक 链接 鏈接 連結 网址 網址 リンク 링크 ลิงก์"
    ),
    "text": (
        "inhalt volltext artikeltext artikelinhalt fließtext textkörper "
        "texte contenu corps corps_du_texte texte_intégral texte_article contenu_article "
        "texto contenido cuerpo texto_completo texto_noticia cuerpo_noticia "
        "conteúdo corpo texto_da_notícia corpo_da_notícia "
        "testo contenuto corpo_del_testo testo_completo testo_articolo "
        "पाठ सामग्री 正文 内容 內容 全文 本文 記事本文 본문 내용 기사본문 เนื้อหา เนื้อข่าว"
    ),
    "title": (
        "überschrift ueberschrift titel schlagzeile titre titre_article titulo titular encabezado título_da_notícia "
        "manchete titolo titolo_articolo शीर्षक 标题 標題 題名 見出し タイトル 제목 기사제목 หัวข้อ หัวข้อข่าว พาดหัว"
    ),
    "date": (
        "datum erscheinungsdatum veröffentlicht veröffentlichung veröffentlichungsdatum publikationsdatum "
        "date_de_publication date_publication date_parution publié publié_le "
        "fecha fecha_publicación fecha_de_publicación publicado "
        "data_publicação data_de_publicação publicado_em data_pubblicazione data_di_pubblicazione pubblicato "
        "तारीख दिनांक 日期 发布时间 發布時間 发布日期 發布日期 日付 公開日 配信日 날짜 작성일 วันที่ วันที่เผยแพร่"
    ),
    "publisher": (
        "quelle zeitung herausgeber verlag journal éditeur fuente periódico diario fonte jornal giornale "
        "testata editore स्रोत 来源 來源 媒体 媒體 媒体名 配信元 언론사 출처 แหล่งที่มา สำนักข่าว"
    ),
}


def without_accents(name: str) -> str:
    """A name as those who have no such keys write it: ``Título`` and ``titulo`` are one."""
    return "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))


# what each stands for, by its name without accents
FOREIGN: Final[Mapping[str, str]] = {
    without_accents(name): what for what, names in _NAMES.items() for name in names.split()
}
