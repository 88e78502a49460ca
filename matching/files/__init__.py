from matching.files.reasons import reasons_name, reasons_pdf

__all__ = ["reasons_name", "reasons_pdf"]
