import { parseWallTime } from "./walltime";

/** Why a field cannot be taken; the numbers are for the sentence shown. */
export type FieldProblem =
  | { code: "required" }
  | { code: "not_a_number" }
  | { code: "out_of_range"; min: number; max: number }
  | { code: "not_a_time" }
  | { code: "each_or_none" }
  | { code: "too_long"; max: number };

/** Null for text that is no plain decimal number. A comma counts as the decimal sign. */
export function parseDecimal(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

export function numberProblem(
  text: string,
  [min, max]: readonly [number, number],
  required: boolean,
): FieldProblem | undefined {
  if (text.trim() === "") return required ? { code: "required" } : undefined;
  const value = parseDecimal(text);
  if (value === null) return { code: "not_a_number" };
  return value < min || value > max ? { code: "out_of_range", min, max } : undefined;
}

export function isTime(value: string): boolean {
  try {
    parseWallTime(value);
    return true;
  } catch (problem) {
    if (problem instanceof RangeError) return false;
    throw problem;
  }
}

export function lengthProblem(text: string, max: number): FieldProblem | undefined {
  return text.length > max ? { code: "too_long", max } : undefined;
}
