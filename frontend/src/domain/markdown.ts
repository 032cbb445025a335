export interface Run {
  text: string;
  strong: boolean;
}

export type Block =
  | { kind: "heading"; runs: Run[] }
  | { kind: "paragraph"; runs: Run[] }
  | { kind: "list"; items: Run[][] };

/**
 * The little of Markdown that consent texts use: headings, paragraphs, lists and `**strong**`. All else is text as it
 * is written, so that nothing of what is signed is lost.
 */
export function blocksOf(text: string): Block[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(blockOf);
}

function blockOf(part: string): Block {
  const lines = part.split("\n").map((line) => line.trim());
  const heading = /^#{1,6}\s+(.*)$/.exec(lines[0] ?? "");
  if (heading && lines.length === 1) return { kind: "heading", runs: runsOf(heading[1] ?? "") };
  if (lines.every((line) => /^[-*]\s+/.test(line))) {
    return { kind: "list", items: lines.map((line) => runsOf(line.replace(/^[-*]\s+/, ""))) };
  }
  return { kind: "paragraph", runs: runsOf(lines.join(" ")) };
}

function runsOf(line: string): Run[] {
  return line
    .split(/\*\*(.+?)\*\*/)
    .map((text, index) => ({ text, strong: index % 2 === 1 }))
    .filter((run) => run.text !== "");
}
