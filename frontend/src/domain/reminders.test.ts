import { expect, it } from "vitest";
import { draftProblem, expectedHost, hostOf, isAppleMobile, isExpected, toggled } from "./reminders";

const CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile";
const EDGE =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Edg/140";
const EDGE_MAC =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/1";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari";
const CHROME_IOS =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/140.0 Mobile Safari";

it.each([
  [CHROME, "fcm.googleapis.com"],
  [EDGE, "*.notify.windows.com"],
  [EDGE_MAC, "fcm.googleapis.com"],
  [FIREFOX, "updates.push.services.mozilla.com"],
  [SAFARI, "web.push.apple.com"],
  [IPHONE, "web.push.apple.com"],
  [CHROME_IOS, "web.push.apple.com"],
  ["curl/8", null],
])("names the host that %s is expected to name", (userAgent, host) => {
  expect(expectedHost(userAgent)).toBe(host);
});

it("tells the host that was named from the one that was expected", () => {
  const host = hostOf("https://fcm.googleapis.com/fcm/send/abc");
  expect(host).toBe("fcm.googleapis.com");
  expect(isExpected(host, "fcm.googleapis.com")).toBe(true);
  expect(isExpected(host, "web.push.apple.com")).toBe(false);
  expect(isExpected("wns2-pn1p.notify.windows.com", "*.notify.windows.com")).toBe(true);
  expect(isExpected("notify.windows.com.elsewhere.example", "*.notify.windows.com")).toBe(false);
  expect(isExpected(host, null)).toBe(false);
});

it("knows phones and tablets that remind only apps on the home screen", () => {
  expect(isAppleMobile(IPHONE, 5)).toBe(true);
  expect(isAppleMobile(SAFARI, 5)).toBe(true);
  expect(isAppleMobile(SAFARI, 0)).toBe(false);
  expect(isAppleMobile(CHROME, 5)).toBe(false);
});

it("finds what a reminder lacks", () => {
  const draft = { weekdays: [1], at: "08:00", time_zone: "Europe/Berlin", views: [], enabled: true };
  expect(draftProblem(draft)).toBeNull();
  expect(draftProblem({ ...draft, weekdays: [] })).toBe("days");
  expect(draftProblem({ ...draft, at: "" })).toBe("time");
  expect(draftProblem({ ...draft, at: "24:00" })).toBe("time");
});

it("puts in and takes out, in order", () => {
  expect(toggled([1, 5], 3)).toEqual([1, 3, 5]);
  expect(toggled([1, 3, 5], 3)).toEqual([1, 5]);
});
