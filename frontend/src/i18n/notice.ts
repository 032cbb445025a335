/**
 * What a reminder says, in every language of the app: the service worker has no page whose catalogue it could ask.
 * Whoever looks at a locked phone reads no more than this.
 */
export const NOTICE: Readonly<Record<string, { title: string; body: string; dir: "ltr" | "rtl" }>> = {
  en: { title: "Likeness", body: "Time for today’s photo.", dir: "ltr" },
  de: { title: "Likeness", body: "Zeit für das Foto von heute.", dir: "ltr" },
  ar: { title: "Likeness", body: "حان وقت صورة اليوم.", dir: "rtl" },
};
