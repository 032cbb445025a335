/** One family: 24-unit grid, 1.75 stroke, round ends, drawn for this app. */
export const ICONS = {
  timeline: ["M4 5h7v6H4z", "M4 14h7v6H4z", "M14.5 6.5H20", "M14.5 9.5H18", "M14.5 15.5H20", "M14.5 18.5H18"],
  compare: ["M4 5h16v14H4z", "M12 3v18", "M9 10l-2 2 2 2", "M15 10l2 2-2 2"],
  capture: ["M4 8h3.5L9 5.5h6L16.5 8H20v11H4z", "M12 16.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5z"],
  sessions: ["M3.5 13h3.5l2-6 4 11 2.5-7 1.2 2h3.8"],
  more: ["M5.5 12h.01", "M12 12h.01", "M18.5 12h.01"],
  back: ["M15 5l-7 7 7 7"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  swap: ["M7 7h12l-3-3", "M17 17H5l3 3"],
  alert: ["M12 4l9 16H3z", "M12 10v4.5", "M12 17.25h.01"],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  trash: ["M5 7h14", "M9.5 7V4.5h5V7", "M7 7l1 13h8l1-13", "M10.5 11v5", "M13.5 11v5"],
  download: ["M12 4v11", "M7.5 11l4.5 4.5 4.5-4.5", "M5 20h14"],
  edit: ["M5 19l1-4L16 5l3 3L9 18z", "M14 7l3 3"],
  retry: ["M19 12a7 7 0 1 1-2.2-5.1", "M19.5 4v4.5H15"],
  copy: ["M9 9h10v10H9z", "M5 15V5h10"],
  plus: ["M12 5v14", "M5 12h14"],
  photos: ["M4 6h16v13H4z", "M4 16l4.5-4.5 4 4 2.5-2.5 5 5", "M15.5 10h.01"],
  offline: [
    "M4 4l16 16",
    "M8.5 16a5 5 0 0 1 6.2-.7",
    "M5.5 12.5a9.5 9.5 0 0 1 4-2.3",
    "M13.5 9.7a9.5 9.5 0 0 1 5 2.8",
    "M12 19h.01",
  ],
  eye: ["M3 12s3.2-6 9-6 9 6 9 6-3.2 6-9 6-9-6-9-6z", "M12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"],
  clock: ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z", "M12 8v4.5l3 1.5"],
} as const;

export type IconName = keyof typeof ICONS;
