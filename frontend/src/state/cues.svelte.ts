import { canVibrate, hush, say, vibrate, watchVoices } from "../platform/cues";

export { canVibrate, hush };

class Cues {
  /** This device has a voice of its own. */
  canSpeak = $state(false);
}

export const cues = new Cues();

const language = () => document.documentElement.lang;

/** Answers how to stop. */
export function watchCues(): () => void {
  return watchVoices(language(), (can) => {
    cues.canSpeak = can;
  });
}

export function speak(text: string): void {
  say(text, language());
}

const PATTERNS = { matches: [30], taken: [60, 80, 60] };

export function tellByVibration(what: keyof typeof PATTERNS): void {
  vibrate(PATTERNS[what]);
}
