"""Reading codes (扫一扫, A-01): by camera, from a picture, from the clipboard, or by a scanner that types."""
