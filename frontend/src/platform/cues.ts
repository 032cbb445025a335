/**
 * What is told without the screen. Only voices of the device itself speak: others send the text to their maker, and
 * nothing leaves the machine.
 */
function ownVoice(language: string): SpeechSynthesisVoice | null {
  if (typeof speechSynthesis === "undefined") return null;
  const own = speechSynthesis.getVoices().filter((voice) => voice.localService);
  const spoken = language.split("-")[0]?.toLowerCase() ?? "";
  const fitting = own.filter((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === spoken);
  return fitting.find((voice) => voice.default) ?? fitting[0] ?? null;
}

/** Whether there is a voice; `changed` is called when that may be another answer. Answers how to stop watching. */
export function watchVoices(language: string, changed: (canSpeak: boolean) => void): () => void {
  const look = () => changed(ownVoice(language) !== null);
  look();
  if (typeof speechSynthesis === "undefined") return () => undefined;
  speechSynthesis.addEventListener("voiceschanged", look);
  return () => speechSynthesis.removeEventListener("voiceschanged", look);
}

/** Says `text` in place of whatever is being said. Silent where the device has no voice of its own. */
export function say(text: string, language: string): void {
  const voice = ownVoice(language);
  if (!voice) return;
  speechSynthesis.cancel();
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.voice = voice;
  spoken.lang = voice.lang;
  speechSynthesis.speak(spoken);
}

export function hush(): void {
  if (typeof speechSynthesis !== "undefined") speechSynthesis.cancel();
}

export function canVibrate(): boolean {
  return typeof navigator.vibrate === "function";
}

/** `pattern` in milliseconds: on, off, on … */
export function vibrate(pattern: number[]): void {
  if (canVibrate()) navigator.vibrate(pattern);
}
