import type { Zone } from "../domain/vocabulary";

/** Outline and zones of the face map, on a field of 360 × 450. The face looks at the viewer, so its left is at x > 140. */
export const HEAD =
  "M140 20C215 20 250 80 250 165C250 235 232 300 196 345C178 368 160 376 140 376C120 376 102 368 84 345C48 300 30 235 30 165C30 80 65 20 140 20Z";

export const FEATURES = [
  "M66 174q24-14 48 0q-24 12-48 0z",
  "M214 174q-24-14-48 0q24 12 48 0z",
  "M140 180v46q-14 12-14 18q14 10 28 0q0-6-14-18",
  "M116 286q24-12 48 0q-24 14-48 0",
  "M30 158q-14 4-10 30t18 26",
  "M250 158q14 4 10 30t-18 26",
  "M92 356v84",
  "M188 356v84",
];

const right = {
  brow: "M47 118H136V163H37Q39 140 47 118Z",
  under_eye: "M38 186H122L116 231H47Q39 209 38 186Z",
  cheek: "M49 235H115L104 262 98 302H68Q54 270 49 234Z",
  jaw: "M70 308H104L112 314H137V371Q108 370 88 342 77 327 70 308Z",
};

/** The same shape on the other side of the middle line, x = 140. */
function mirrored(path: string): string {
  return path.replace(/([MLQHV])([^MLQHVZ]*)/g, (_whole, letter: string, numbers: string) => {
    const values = numbers
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    const turned = values.map((value, index) =>
      letter === "V" || (letter !== "H" && index % 2 === 1) ? value : 280 - value,
    );
    return letter + turned.join(" ");
  });
}

export const ZONE_SHAPES: Record<Zone, string> = {
  forehead: "M86 56Q140 36 194 56 224 80 232 114H48Q56 80 86 56Z",
  brow_right: right.brow,
  brow_left: mirrored(right.brow),
  under_eye_right: right.under_eye,
  under_eye_left: mirrored(right.under_eye),
  cheek_right: right.cheek,
  cheek_left: mirrored(right.cheek),
  mouth: "M108 262H172Q186 285 170 308H110Q94 285 108 262Z",
  jaw_right: right.jaw,
  jaw_left: mirrored(right.jaw),
  neck: "M98 388H182V440H98Z",
  upper_third: "M276 48H354V160H276Z",
  middle_third: "M276 166H354V262H276Z",
  lower_third: "M276 268H354V372H276Z",
};

/** From the top down, the subject's right side first, as one reads the picture. */
export const ZONE_ORDER: readonly Zone[] = [
  "forehead",
  "brow_right",
  "brow_left",
  "under_eye_right",
  "under_eye_left",
  "cheek_right",
  "cheek_left",
  "mouth",
  "jaw_right",
  "jaw_left",
  "neck",
  "upper_third",
  "middle_third",
  "lower_third",
];

/** Where the words of the thirds stand; their shapes are plain boxes beside the face. */
export const THIRDS = [
  { zone: "upper_third", y: 104 },
  { zone: "middle_third", y: 214 },
  { zone: "lower_third", y: 320 },
] as const satisfies readonly { zone: Zone; y: number }[];
