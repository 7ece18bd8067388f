"""A briefing as a file that people send on: Word (python-docx) and PDF (reportlab).

Both show what the page shows, on A4, with the address and the page number at the foot, and need
no colour to be read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import escape

from graph.languages import HTML
from server.site.briefing.parts import Chart, Item, Sheet

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
BLOCK = "█"
WIDEST = 30
"""Blocks of the longest bar of the chart in Word, which has it as a table."""


@dataclass(frozen=True)
class Labels:
    """The words around a briefing; ``{count}``, ``{page}`` and ``{pages}`` are filled in here."""

    eyebrow: str
    data: str
    numbers: str
    follows: str
    sources: str
    more: str
    page: str
    language: str


# Word


def as_docx(sheet: Sheet, labels: Labels) -> bytes:
    """Return the briefing as a Word file."""
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    properties = document.core_properties
    properties.title, properties.language = f"{labels.eyebrow}: {sheet.title}", labels.language
    properties.author = properties.comments = ""
    _fonts(document, labels.language)
    document.add_paragraph(labels.eyebrow).runs[0].font.size = Pt(10)
    document.add_heading(sheet.title, 1)
    document.add_paragraph(f"{labels.data} {sheet.caution}").runs[0].font.size = Pt(9)
    for text in sheet.sentences:
        document.add_paragraph(text)
    _docx_numbers(document, sheet, labels)
    for chart in sheet.charts:
        _docx_chart(document, chart)
    if sheet.follows:
        document.add_heading(labels.follows, 2)
        for text in sheet.follows:
            document.add_paragraph(text, style="List Bullet")
    for part in sheet.parts:
        document.add_heading(f"{part.title} ({part.total})", 2)
        for item in part.items:
            paragraph = document.add_paragraph(style="List Bullet")
            if item.name:
                paragraph.add_run(item.name).bold = True
            paragraph.add_run(_tail(item))
        if part.more:
            document.add_paragraph(labels.more.format(count=part.more))
    if sheet.sources:
        document.add_heading(labels.sources, 2)
        for number, (name, iri) in enumerate(sheet.sources, 1):
            document.add_paragraph(f"[{number}] {name} — {iri}")
    _docx_foot(section, sheet, labels)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _tail(item: Item) -> str:
    text = f" — {item.text}" if item.text and item.name else item.text
    return text + "".join(f" [{number}]" for number in item.notes)


def _fonts(document: Any, language: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name in ("Normal", "Heading 1", "Heading 2", "List Bullet"):
        style = document.styles[name]
        style.font.name = "Calibri"
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "Microsoft YaHei")
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    document.styles["Normal"].font.size = Pt(10.5)
    run = document.styles["Normal"].element.get_or_add_rPr()
    tag = run.makeelement(qn("w:lang"), {})
    tag.set(qn("w:val"), {"en": "en-GB", "de": "de-DE"}.get(language, "en-GB"))
    tag.set(qn("w:eastAsia"), "zh-CN")
    run.append(tag)


def _docx_numbers(document: Any, sheet: Sheet, labels: Labels) -> None:
    from docx.shared import Pt

    document.add_heading(labels.numbers, 2)
    table = document.add_table(rows=2, cols=len(sheet.numbers))
    for column, number in enumerate(sheet.numbers):
        run = table.cell(0, column).paragraphs[0].add_run(number.text)
        run.bold, run.font.size = True, Pt(16 if len(number.text) < 9 else 12)
        label = table.cell(1, column).paragraphs[0].add_run(number.label)
        label.font.size = Pt(9)


def _docx_chart(document: Any, chart: Chart) -> None:
    from docx.shared import Cm, Pt

    document.add_heading(chart.title, 2)
    table = document.add_table(rows=0, cols=2)
    for label, count in chart.bars:
        first, second = table.add_row().cells
        first.width, second.width = Cm(4), Cm(12.6)
        first.paragraphs[0].add_run(label).font.size = Pt(9)
        blocks = BLOCK * max(round(WIDEST * count / chart.most), int(count > 0))
        second.paragraphs[0].add_run(f"{blocks} {count}").font.size = Pt(9)
        for cell in (first, second):
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    if chart.note:
        document.add_paragraph(chart.note).runs[0].font.size = Pt(9)


def _docx_foot(section: Any, sheet: Sheet, labels: Labels) -> None:
    from docx.shared import Pt

    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{sheet.iri}    ")
    for text in re.split(r"(\{pages?\})", labels.page):
        if text in ("{page}", "{pages}"):
            _field(paragraph, "PAGE" if text == "{page}" else "NUMPAGES")
        elif text:
            paragraph.add_run(text)
    for run in paragraph.runs:
        run.font.size = Pt(8)


def _field(paragraph: Any, name: str) -> None:
    """Add a field that Word fills in: the number of the page, or of pages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


# PDF

SERIF = "STSong-Light"
"""A Chinese font that every reader of PDF brings; nothing is embedded."""
_CHINESE = re.compile(r"[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef]+")
_FONTS = ("DejaVuSans", "LiberationSans-Regular", "NotoSans-Regular", "Arial", "arial")
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")


@cache
def _latin() -> str:
    """Register a font with Latin, Greek and Cyrillic letters and return its name.

    One of the machine, else the one that comes with reportlab, which has Western European letters.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    pdfmetrics.registerFont(UnicodeCIDFont(SERIF))
    for folder in map(Path, _FOLDERS):
        found = {path.stem: path for path in folder.rglob("*.ttf")} if folder.is_dir() else {}
        for name in _FONTS:
            if name in found:
                try:
                    pdfmetrics.registerFont(TTFont("Sheet", str(found[name])))
                except (TTFError, OSError):
                    continue
                return "Sheet"
    pdfmetrics.registerFont(TTFont("Sheet", "Vera.ttf"))
    return "Sheet"


def _marked(text: str) -> str:
    """Return a text for a paragraph, what is Chinese in the Chinese font."""
    safe = str(escape(text))
    return _CHINESE.sub(lambda found: f'<font name="{SERIF}">{found[0]}</font>', safe)


def as_pdf(sheet: Sheet, labels: Labels) -> bytes:
    """Return the briefing as PDF."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    stream = io.BytesIO()
    _latin()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
        title=f"{labels.eyebrow}: {sheet.title}",
        lang=HTML[labels.language],
        invariant=1,
    )
    document.build(_story(sheet, labels), canvasmaker=_canvas(sheet, labels))
    return stream.getvalue()


def _styles(language: str) -> Callable[..., Any]:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    wrap = "CJK" if language == "zh" else None

    def made(text: str, size: float = 9.5, before: float = 0, indent: float = 0) -> Any:
        style = ParagraphStyle(
            f"s{size}",
            fontName=_latin(),
            fontSize=size,
            leading=size * 1.42,
            spaceBefore=before,
            spaceAfter=size * 0.35,
            leftIndent=indent,
            wordWrap=wrap,
            keepWithNext=size > 11,
        )
        return Paragraph(text, style)

    return made


def _story(sheet: Sheet, labels: Labels) -> list[Any]:
    said = _styles(labels.language)
    story = [
        said(_marked(labels.eyebrow), 8.5),
        said(_marked(sheet.title), 19),
        said(_marked(f"{labels.data} {sheet.caution}"), 8),
        *(said(_marked(text), 10.5) for text in sheet.sentences),
        _pdf_numbers(sheet, said),
    ]
    for chart in sheet.charts:
        story += [said(_marked(chart.title), 11.5, 9), *_pdf_chart(chart, said)]
    if sheet.follows:
        story.append(said(_marked(labels.follows), 12.5, 9))
        story += [said("• " + _marked(text), indent=4) for text in sheet.follows]
    for part in sheet.parts:
        story.append(said(_marked(f"{part.title} ({part.total})"), 12.5, 9))
        story += [said(_line(item), 9, indent=4) for item in part.items]
        if part.more:
            story.append(said(_marked(labels.more.format(count=part.more)), 9, indent=4))
    if sheet.sources:
        story.append(said(_marked(labels.sources), 12.5, 9))
        for number, (name, iri) in enumerate(sheet.sources, 1):
            link = f'<link href="{escape(iri)}">{escape(iri)}</link>'
            story.append(said(f"[{number}] {_marked(name)} — {link}", 8.5))
    return story


def _line(item: Item) -> str:
    if not item.name:
        return "• " + _marked(item.text)
    name = f'<link href="{escape(item.iri)}"><u>{_marked(item.name)}</u></link>'
    return f"• {name}{_marked(_tail(item))}"


def _pdf_numbers(sheet: Sheet, said: Callable[..., Any]) -> Any:
    from reportlab.platypus import Table

    size = 15 if max(len(one.text) for one in sheet.numbers) < 9 else 11.5
    rows = [
        [said(_marked(one.text), size) for one in sheet.numbers],
        [said(_marked(one.label), 8) for one in sheet.numbers],
    ]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEABOVE", (0, 0), (-1, 0), 0.8, "black")]
    style += [("LINEBELOW", (0, 1), (-1, 1), 0.8, "black"), ("LEFTPADDING", (0, 0), (-1, -1), 3)]
    return Table(rows, style=style)


def _pdf_chart(chart: Chart, said: Callable[..., Any]) -> Iterable[Any]:
    """Yield bars in one dark grey, the number at the end of each: print loses nothing."""
    from reportlab.graphics.shapes import Drawing, Rect, String
    from reportlab.lib.colors import HexColor

    step, left, width = 13, 130, 300
    drawing = Drawing(480, step * len(chart.bars) + 4)
    for place, (label, count) in enumerate(chart.bars):
        y = step * (len(chart.bars) - 1 - place) + 3
        font = SERIF if _CHINESE.search(label) else _latin()
        length = width * count / chart.most if chart.most else 0
        drawing.add(String(left - 6, y + 1, label, fontName=font, fontSize=8, textAnchor="end"))
        drawing.add(Rect(left, y, length, 9, fillColor=HexColor("#444444"), strokeWidth=0))
        drawing.add(String(left + length + 4, y + 1, str(count), fontName=_latin(), fontSize=8))
    yield drawing
    if chart.note:
        yield said(_marked(chart.note), 8)


def _canvas(sheet: Sheet, labels: Labels) -> Any:
    """Return a canvas that writes address, page and number of pages at the foot of each page."""
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas

    class Numbered(Canvas):  # type: ignore[misc]  # reportlab has no types
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            pages = self._pages
            for number, state in enumerate(pages, 1):
                self.__dict__.update(state)
                words = labels.page.format(page=number, pages=len(pages))
                font = SERIF if _CHINESE.search(words) else _latin()
                self.setFont(_latin(), 7.5)
                self.drawString(20 * mm, 11 * mm, sheet.iri)
                self.setFont(font, 7.5)
                self.drawRightString(190 * mm, 11 * mm, words)
                Canvas.showPage(self)
            Canvas.save(self)

    return Numbered
