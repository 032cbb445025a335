import { type SignatureMethod, STATEMENTS, type Statement } from "./consent";

/** What the person who signs fills in. */
export interface SigningForm {
  statements: readonly Statement[];
  method: SignatureMethod;
  name: string;
  image: string;
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
  witness: "",
  isGuardian: false,
  guardianName: "",
  guardianAs: "",
  email: "",
};

export type SigningProblem = "statements" | "name" | "drawn" | "witness" | "guardian";

/** What is missing before it can be signed, in the order of the screen. */
export function checkSigning(form: SigningForm): SigningProblem[] {
  const problems: SigningProblem[] = [];
  if (!STATEMENTS.every((statement) => form.statements.includes(statement))) problems.push("statements");
  if (form.name.trim() === "") problems.push("name");
  if (form.method === "drawn" && form.image === "") problems.push("drawn");
  if (form.method === "verbal_witnessed" && form.witness.trim() === "") problems.push("witness");
  if (form.isGuardian && (form.guardianName.trim() === "" || form.guardianAs.trim() === "")) problems.push("guardian");
  return problems;
}
