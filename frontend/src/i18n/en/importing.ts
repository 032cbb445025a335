/** Looking through chosen files before they are kept. */
export const importing = {
  "import.examining": "Being looked at",
  "import.looking": "Looking for dates, views, and photos that are here already. You need not wait for it.",
  "import.date.exif": "date from the photo’s own record",
  "import.date.file_name": "date from the file name",
  "import.date.last_modified": "date of the file: please check it",
  "import.viewProposed": "view proposed from the turn of the head",
  "import.twin.here": "Already here",
  "import.twin.waiting": "Already waiting",
  "import.twin.chosen": "Chosen twice",
  "import.twins": {
    one: "{count} of these is here already. It is not added a second time.",
    other: "{count} of these are here already. They are not added a second time.",
  },
  "import.twins.remove": "Take them off the list",
  "import.shared.none": "The shared photos did not arrive. Choose them here.",
} as const;
