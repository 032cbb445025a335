"""Photographs, good and bad, and what becomes of each: the table of outcomes.

The photographs are not part of the repository. ``LIKENESS_FACES`` names the folder that holds them; without it, a
folder ``shared/faces`` beside the repository is looked for. Pictures that come with scikit-image are always there.
"""

import os
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PillowImage

from ml import geometry
from ml.canonical import EYES_MIDDLE, INTEROCULAR_PX, SURROUND
from ml.imaging import ImageProblem, decode, probe
from ml.landmarks.mediapipe import face_detector
from ml.pipeline import align, analyse
from ml.types import Alignment, Analysis, Rejection
from tests.ml.pictures import assert_same_picture

ROOT = Path(__file__).resolve().parents[2]
FACES = Path(os.environ.get("LIKENESS_FACES", ROOT.parent / "shared" / "faces"))
MISSING = not FACES.is_dir()

# Outcome of each file: a problem's code (refused at upload, nothing stored), a rejection's reason (stored, not
# aligned), or "aligned".
OUTCOMES = {
    "broken/bitflips.jpg": "unreadable",
    "broken/bomb_30000x30000_1bit.png": "too_many_pixels",
    "broken/bomb_header_65500.jpg": "too_many_pixels",
    "broken/pillow_broken_data_stream.png": "image_too_small",
    "broken/pillow_broken_exif_dpi.jpg": "image_too_small",
    "broken/pillow_decompression_bomb.gif": "unsupported_format",
    "broken/pillow_decompression_bomb_extents.gif": "unsupported_format",
    "broken/pillow_hopper_bad_exif.jpg": "no_face",
    "broken/pillow_invalid-exif.jpg": "no_face",
    "broken/pillow_pil_sample_cmyk.jpg": "image_too_small",
    "broken/pillow_truncated_image.png": "unreadable",
    "broken/pillow_truncated_jpeg.jpg": "image_too_small",
    "broken/png_named.jpg": "aligned",
    "broken/svg_named.png": "unsupported_format",
    "broken/text_named.jpg": "not_an_image",
    "broken/trailing_garbage.jpg": "aligned",
    "broken/truncated.heic": "unreadable",
    "broken/truncated.png": "unreadable",
    "broken/truncated_half.jpg": "unreadable",
    "broken/truncated_header.jpg": "not_an_image",
    "broken/zero_bytes.jpg": "file_empty",
    "formats/cmyk.jpg": "aligned",
    "formats/exif_orientation_1.jpg": "aligned",
    "formats/exif_orientation_2.jpg": "aligned",
    "formats/exif_orientation_3.jpg": "aligned",
    "formats/exif_orientation_4.jpg": "aligned",
    "formats/exif_orientation_5.jpg": "aligned",
    "formats/exif_orientation_6.jpg": "aligned",
    "formats/exif_orientation_7.jpg": "aligned",
    "formats/exif_orientation_8.jpg": "aligned",
    "formats/exif_orientation_invalid9.jpg": "aligned",
    "formats/gray.jpg": "aligned",
    "formats/gray16.png": "aligned",
    "formats/lossy.webp": "aligned",
    "formats/lzw.tif": "unsupported_format",
    "formats/palette.png": "aligned",
    "formats/photo.avif": "aligned",
    "formats/photo.heic": "aligned",
    "formats/photo_rot6.heic": "aligned",
    "formats/plain.jpg": "aligned",
    "formats/progressive.jpg": "aligned",
    "formats/rgb.png": "aligned",
    "formats/rgb16.png": "aligned",
    "formats/rgba.png": "aligned",
    "formats/small.bmp": "unsupported_format",
    "hard/blown_out.jpg": "aligned",
    "hard/half_face_right.jpg": "face_cut_off",
    "hard/hand_over_eye_058.jpg": "aligned",
    "hard/hand_over_eye_148.jpg": "aligned",
    "hard/hand_over_eye_187.jpg": "aligned",
    "hard/lower_half_only.jpg": "face_cut_off",
    "hard/mask_058.jpg": "aligned",
    "hard/mask_148.jpg": "aligned",
    "hard/mask_187.jpg": "aligned",
    "hard/nearly_black.jpg": "aligned",
    "hard/rotated_45.jpg": "aligned",
    "hard/rotated_90_no_exif.jpg": "aligned",
    "hard/stretched_aspect.jpg": "no_face",  # a face twice as wide as one is
    "hard/sunglasses_058.jpg": "aligned",
    "hard/sunglasses_148.jpg": "aligned",
    "hard/sunglasses_187.jpg": "aligned",
    "hard/three_faces.jpg": "several_faces",
    "hard/tiny_face_24px.jpg": "no_face",  # 12 px between the eyes in 1,600: below what any search finds
    "hard/tiny_face_48px.jpg": "face_too_small",
    "hard/tiny_face_96px.jpg": "aligned",
    "hard/two_faces_big_and_small.jpg": "aligned",
    "hard/two_faces_equal.jpg": "several_faces",
    "hard/upper_half_only.jpg": "no_face",  # the frame ends in the middle of the eyes
    "hard/upside_down.jpg": "aligned",
    "hard/very_blurred.jpg": "aligned",
    "hard/whole_image_64px.jpg": "image_too_small",
    "no_face/flat_gray.png": "no_face",
    "no_face/noise.png": "no_face",
    "no_face/one_pixel.png": "image_too_small",
    "no_face/skimage_chelsea.png": "no_face",
    "no_face/skimage_coffee.png": "no_face",
    "no_face/skimage_coins.png": "no_face",
    "no_face/skimage_color.png": "no_face",
    "no_face/skimage_rocket.jpg": "no_face",
}

# Folders of photographs of one face each, and the two files among them that are something else.
PORTRAITS = (
    "creative_commons",
    "pairs_exact_truth",
    "public_domain_us_gov",
    "same_person_over_time/angela_merkel",
    "same_person_over_time/pexels_fixed_camera_video",
    "synthetic",
    "synthetic_1024",
)
EXCEPTIONS = {
    "creative_commons/neymar-eyes-clear.jpg": "several_faces",
    "same_person_over_time/angela_merkel/merkel-9.jpg": "face_too_small",
}

# Turned by how many degrees each of these has to be (±5°); everything else is upright within 45°.
TURNED = {"hard/rotated_45.jpg": 45.0, "hard/rotated_90_no_exif.jpg": 90.0, "hard/upside_down.jpg": 180.0}

# Pictures in scikit-image's wheel without a face, among them a colour wheel that the detector takes for one.
FACELESS = (
    "brick.png", "cell.png", "chelsea.png", "clock_motion.png", "coffee.png", "coins.png", "color.png", "grass.png",
    "gravel.png", "horse.png", "hubble_deep_field.jpg", "ihc.png", "logo.png", "moon.png", "motorcycle_left.png",
    "page.png", "phantom.png", "retina.jpg", "rocket.jpg", "text.png",
)  # fmt: skip


def portraits() -> list[str]:
    found = [path for folder in PORTRAITS for path in sorted((FACES / folder).glob("*.*"))]
    return [str(path.relative_to(FACES)) for path in found if path.suffix in {".jpg", ".png"}]


def outcome(path: Path) -> tuple[str, Analysis | None, Alignment | None]:
    """What becomes of a file, in one word, and what was found."""
    with path.open("rb") as stream:
        header = probe(stream)
        if isinstance(header, ImageProblem):
            return header.code, None, None
        image = decode(stream)
    if isinstance(image, Rejection):
        return image.reason, None, None
    assert image.shape[:2] == (header.height, header.width), "the header's size is the picture's size"
    analysis = analyse(image, face_detector())
    if isinstance(analysis, Rejection):
        return analysis.reason, None, None
    alignment = align(analysis, None)
    if isinstance(alignment, Rejection):
        return alignment.reason, analysis, None
    return "aligned", analysis, alignment


def assert_well_placed(name: str, analysis: Analysis | None, alignment: Alignment | None) -> None:
    assert analysis is not None
    assert alignment is not None
    geometry.require_similarity(alignment.matrix)
    eyes = geometry.apply(alignment.matrix, np.stack((analysis.eye_right, analysis.eye_left)))
    # People differ, and a head turned away shows its eyes nearer together: the size of the face is kept, not theirs.
    assert np.hypot(*(eyes.mean(axis=0) - EYES_MIDDLE)) < 0.1 * INTEROCULAR_PX
    assert np.hypot(*(eyes[1] - eyes[0])) == pytest.approx(INTEROCULAR_PX, rel=0.2)
    turned = geometry.rotation(alignment.matrix) - TURNED.get(name, 0.0)
    assert abs((turned + 180) % 360 - 180) < (5 if name in TURNED else 45)


def test_the_photographs_are_there() -> None:
    """Reports in one line what was left out when they aren't."""
    if MISSING:
        pytest.skip(
            f"LEFT OUT: the table of {len(OUTCOMES)} good and bad files and the portraits, since {FACES} does not "
            "exist; set LIKENESS_FACES to the folder of test faces"
        )
    assert len(portraits()) > 150


@pytest.mark.skipif(MISSING, reason="the folder of test faces is not here, see test_the_photographs_are_there")
def test_every_file_is_in_the_table() -> None:
    folders = {name.split("/")[0] for name in OUTCOMES}
    present = {str(path.relative_to(FACES)) for folder in folders for path in (FACES / folder).iterdir()}
    assert present == set(OUTCOMES)


if not MISSING:

    @pytest.mark.parametrize("name", OUTCOMES)
    def test_a_good_or_bad_file_ends_as_the_table_says(name: str) -> None:
        ended, analysis, alignment = outcome(FACES / name)
        assert ended == OUTCOMES[name]
        if ended == "aligned":
            assert_well_placed(name, analysis, alignment)

    @pytest.mark.parametrize("name", portraits())
    def test_a_portrait_is_aligned(name: str) -> None:
        ended, analysis, alignment = outcome(FACES / name)
        assert ended == EXCEPTIONS.get(name, "aligned")
        if ended == "aligned":
            assert_well_placed(name, analysis, alignment)

    @pytest.mark.parametrize("name", [n for n in OUTCOMES if n.startswith("formats/") and OUTCOMES[n] == "aligned"])
    def test_a_format_is_the_same_picture(name: str) -> None:
        """Against the lossless file: 2.5 grey levels on average, 6 for 256 colours; grey files against its grey.

        ``rgba.png`` fades to half-transparent at its edges: expected is the picture on the neutral surround.
        """
        with (FACES / "formats" / "rgb.png").open("rb") as stream:
            expected = decode(stream)
        with (FACES / name).open("rb") as stream:
            got = decode(stream)
        assert isinstance(expected, np.ndarray)
        if "gray" in name:
            grey = (expected @ np.array((0.299, 0.587, 0.114))).round().astype(np.uint8)
            expected = np.repeat(grey[:, :, None], 3, axis=2)
        if "rgba" in name:
            with PillowImage.open(FACES / name) as opened:
                opaque = np.asarray(opened.getchannel("A"))[:, :, None] / 255.0
            expected = (expected * opaque + np.array(SURROUND) * (1 - opaque)).round().astype(np.uint8)
        assert_same_picture(got, expected, mean=6.0 if "palette" in name else 2.5, name=name.replace("/", "-"))


@pytest.mark.parametrize("name", FACELESS)
def test_what_shows_no_face_is_no_face(name: str) -> None:
    spec = find_spec("skimage")
    assert spec is not None
    assert spec.submodule_search_locations
    ended, _, _ = outcome(Path(spec.submodule_search_locations[0]) / "data" / name)
    assert ended == "no_face"
