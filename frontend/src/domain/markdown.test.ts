import { expect, it } from "vitest";
import { blocksOf } from "./markdown";

it("reads headings, paragraphs, lists and strong words, and loses nothing else", () => {
  expect(blocksOf("# Title\n\n**What.** It <b>is</b>\nso.\n\n- one\n- two")).toEqual([
    { kind: "heading", runs: [{ text: "Title", strong: false }] },
    {
      kind: "paragraph",
      runs: [
        { text: "What.", strong: true },
        { text: " It <b>is</b> so.", strong: false },
      ],
    },
    { kind: "list", items: [[{ text: "one", strong: false }], [{ text: "two", strong: false }]] },
  ]);
});
