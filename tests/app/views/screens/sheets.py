"""Contact sheets: all screens of one way side by side, to be looked at."""

from pathlib import Path

from PIL import Image, ImageDraw

ACROSS, DOWN = 4, 5
WIDTH, HEIGHT, NAME, GAP = 480, 270, 16, 10  # pixels: of a picture, of its name above it, between them


def write(pictures: Path, into: Path) -> list[Path]:
    """A folder of pictures for each way; its sheets are numbered."""
    into.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for way in sorted(path for path in pictures.iterdir() if path.is_dir()):
        found = sorted(way.glob("*.png"))
        for number, at in enumerate(range(0, len(found), ACROSS * DOWN), 1):
            made.append(into / f"screens-{way.name}-{number:02}.png")
            _sheet(found[at : at + ACROSS * DOWN]).save(made[-1], optimize=True)
    return made


def _sheet(found: list[Path]) -> Image.Image:
    rows = -(-len(found) // ACROSS)
    size = (ACROSS * (WIDTH + GAP) + GAP, rows * (HEIGHT + NAME + GAP) + GAP)
    sheet = Image.new("RGB", size, "#FFFFFF")
    pen = ImageDraw.Draw(sheet)
    for at, path in enumerate(found):
        left = GAP + at % ACROSS * (WIDTH + GAP)
        top = GAP + at // ACROSS * (HEIGHT + NAME + GAP)
        pen.text((left, top), path.stem, fill="#1A1F29")
        with Image.open(path) as picture:
            sheet.paste(picture.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS), (left, top + NAME))
    return sheet
