import { BLINK_SECONDS } from "../../domain/compare";

/** Which of two photos a blinking field shows, and whether it goes on. */
export class Blinking {
  // Whoever asks for less motion starts it themselves.
  running = $state(!matchMedia("(prefers-reduced-motion: reduce)").matches);
  seconds: number = $state(BLINK_SECONDS[0]);
  showsSecond = $state(false);

  turn(): void {
    this.showsSecond = !this.showsSecond;
  }
}
