import { type SignatureMethod, STATEMENTS, type Statement } from "./consent";
import type { Scan } from "./scan";

/** What the person who signs fills in. */
export interface SigningForm {
  statements: readonly Statement[];
  method: SignatureMethod;
  name: string;
  /** What was drawn, as a `data:` address. */
  image: string;
  /** The signed paper. */
  scan: Scan | null;
  /** The day that stands on the paper: a local date. */
  signedOn: string;
  witness: string;
  isGuardian: boolean;
  guardianName: string;
  guardianAs: string;
  email: string;
}

export const SIGNING_BLANK: SigningForm = {
  statements: [],
  method: "drawn",
  name: "",
  image: "",
  scan: null,
  signedOn: "",
  witness: "",
  isGuardian: false,
  guardianName: "",
  guardianAs: "",
  email: "",
};

/** Whether somebody may stand beside who signs: a word needs a witness, a paper may have one. */
export function hasWitness(method: SignatureMethod): boolean {
  return method === "verbal_witnessed" || method === "paper_scan";
}

/** The picture that is sent with it, as a `data:` address; null where there is none. */
export function imageOf(form: Pick<SigningForm, "method" | "image" | "scan">): string | null {
  if (form.method === "paper_scan") return form.scan?.data ?? null;
  return form.method === "drawn" ? form.image : null;
}

export type SigningProblem = "statements" | "name" | "drawn" | "scan" | "signedOn" | "witness" | "guardian";

/** What is missing before it can be signed, in the order of the screen. `today` is a local date. */
export function checkSigning(form: SigningForm, today: string): SigningProblem[] {
  const problems: SigningProblem[] = [];
  if (!STATEMENTS.every((statement) => form.statements.includes(statement))) problems.push("statements");
  if (form.name.trim() === "") problems.push("name");
  if (form.method === "drawn" && form.image === "") problems.push("drawn");
  if (form.method === "paper_scan") {
    if (form.scan === null) problems.push("scan");
    if (form.signedOn === "" || form.signedOn > today) problems.push("signedOn");
  }
  if (form.method === "verbal_witnessed" && form.witness.trim() === "") problems.push("witness");
  if (form.isGuardian && (form.guardianName.trim() === "" || form.guardianAs.trim() === "")) problems.push("guardian");
  return problems;
}
