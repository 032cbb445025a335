import type { Consent, ConsentForm, Scope } from "../../domain/consent";
import { linesOf } from "../../domain/consent";
import { listText, mediumDate, momentDate, t } from "../../i18n";

export interface Fact {
  label: string;
  text: string;
}

const dayText = (day: string) => mediumDate(`${day}T00:00:00`);

/** Which part of the record, in words. */
export function scopeText(scope: Scope): string {
  const parts: string[] = [];
  if (scope.photos.length > 0) parts.push(t("scope.chosen", { count: scope.photos.length }));
  else parts.push(scope.views.length > 0 ? listText(scope.views.map((view) => t(`view.${view}`))) : t("scope.all"));
  if (scope.from && scope.to) parts.push(t("scope.fromTo", { from: dayText(scope.from), to: dayText(scope.to) }));
  else if (scope.from) parts.push(t("scope.fromOn", { from: dayText(scope.from) }));
  else if (scope.to) parts.push(t("scope.upTo", { to: dayText(scope.to) }));
  if (scope.zones.length > 0) parts.push(listText(scope.zones.map((zone) => t(`zone.${zone}`))));
  return parts.join(" · ");
}

export function untilText(consent: Pick<Consent, "valid_until" | "expiry_event">): string {
  if (consent.valid_until) return momentDate(consent.valid_until);
  return consent.expiry_event;
}

/** What a form asks to agree to. */
export function factsOfForm(form: ConsentForm, scope: Scope, practice: string): Fact[] {
  const until = form.endsBy === "date" ? dayText(form.endsOn) : form.endsWhen;
  return shown([
    { label: t("consent.for"), text: t(`purpose.${form.purpose}`) },
    { label: t("consent.fact.with"), text: practice || t("consents.alone") },
    { label: t("consent.fact.photos"), text: scopeText(scope) },
    { label: t("consent.fact.sessions"), text: t(scope.sessions ? "scope.withSessions" : "scope.withoutSessions") },
    { label: t("consent.fact.recipients"), text: listText(linesOf(form.recipients)) },
    { label: t("consent.fact.channels"), text: listText(linesOf(form.channels)) },
    { label: t("consent.fact.hidden"), text: t(`deidentification.${form.deidentification}`) },
    { label: t("consent.fact.until"), text: until },
  ]);
}

/** What was agreed to. */
export function factsOf(consent: Consent): Fact[] {
  const { signature } = consent;
  const guardian = listText([consent.guardian_name, consent.guardian_authority].filter((text) => text !== ""));
  return shown([
    { label: t("consent.fact.with"), text: consent.controller.name },
    { label: t("consent.fact.photos"), text: scopeText(consent.scope) },
    {
      label: t("consent.fact.sessions"),
      text: t(consent.scope.sessions ? "scope.withSessions" : "scope.withoutSessions"),
    },
    { label: t("consent.fact.recipients"), text: listText(consent.recipients) },
    { label: t("consent.fact.channels"), text: listText(consent.channels) },
    { label: t("consent.fact.hidden"), text: t(`deidentification.${consent.deidentification}`) },
    { label: t("consent.fact.until"), text: untilText(consent) },
    {
      label: t("consent.fact.signed"),
      text: `${t("consent.signed", { name: signature.signed_name, date: momentDate(signature.signed_at) })} · ${t(`signedBy.${signature.method}`)}`,
    },
    { label: t("consent.fact.guardian"), text: guardian },
    { label: t("consent.fact.witness"), text: signature.witness },
    { label: t("consent.fact.present"), text: signature.practitioner_present },
  ]);
}

const shown = (facts: Fact[]) => facts.filter((fact) => fact.text !== "");
