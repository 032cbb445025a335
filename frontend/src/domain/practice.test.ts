import { expect, it } from "vitest";
import { BLANK_PRACTICE, checkPractice, type Practice, practiceDraft, practiceForm } from "./practice";

const FULL: Practice = {
  id: "p1",
  name: "Practice am See",
  kind: "solo",
  address: "Seeweg 1",
  contact: "hello@example.org",
  jurisdiction: "Germany",
  privacy_notice_url: "",
  storage_location: "Our own computer",
  retention_period: "Until care ends",
  legal_duty: "§ 630f BGB",
  legal_duty_years: 10,
  second_factor_required: true,
};

it("asks for everything that a consent names", () => {
  expect(Object.keys(checkPractice(BLANK_PRACTICE))).toEqual([
    "name",
    "address",
    "contact",
    "jurisdiction",
    "storage_location",
    "retention_period",
  ]);
  expect(checkPractice(practiceForm(FULL))).toEqual({});
});

it("keeps what was there over a form", () => {
  const { id: _id, ...draft } = FULL;
  expect(practiceDraft(practiceForm(FULL))).toEqual(draft);
});

it("takes a duty with its years, or none at all", () => {
  const form = practiceForm(FULL);
  expect(checkPractice({ ...form, years: "" })).toEqual({ years: "not_a_number" });
  expect(checkPractice({ ...form, years: "0" })).toEqual({ years: "not_a_number" });
  expect(checkPractice({ ...form, legal_duty: " " })).toEqual({ legal_duty: "required" });
  const none = { ...form, hasDuty: false };
  expect(checkPractice(none)).toEqual({});
  expect(practiceDraft(none)).toMatchObject({ legal_duty: "", legal_duty_years: null });
});
