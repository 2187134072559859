"""Makes the small pictures of this folder that OpenCV cannot write. Needs: pip install pillow==13.0.0"""

import pathlib

from PIL import Image, TiffImagePlugin

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 24, 16


def quadrants():
    """Red and green above, blue and white below."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    for box, colour in (((0, 0, 12, 8), "red"), ((12, 0, 24, 8), "lime"), ((0, 8, 12, 16), "blue")):
        picture.paste(colour, box)
    return picture


def main():
    # An orientation of n means: the stored picture has to be turned so; all eight show the quadrants upright.
    undo = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270}
    for orientation in range(1, 9):
        stored = quadrants().transpose(undo[orientation]) if orientation > 1 else quadrants()
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        tags[274] = orientation
        stored.save(HERE / f"orientation-{orientation}.tif", compression="packbits", tiffinfo=tags)
    quadrants().convert("CMYK").save(HERE / "cmyk.jpg", quality=95)
    quadrants().save(HERE / "animated.webp", save_all=True, append_images=[Image.new("RGB", (WIDTH, HEIGHT))], lossless=True)
    quadrants().save(HERE / "palette.gif")
    quadrants().convert("L").convert("LA").save(HERE / "grey-alpha.png")
    quadrants().quantize(8).save(HERE / "palette.png")


main()
