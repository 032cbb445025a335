/** Sessions on the timeline. */
export const sessionmarks = {
  "session.modality": "Modality",
  "session.zones": "Zones",
  "session.minutesShort": "{value}\u00a0min",
  "modality.microcurrent.what":
    "Very small currents, tens to hundreds of µA, usually too weak to be felt and without a twitch.",
  "modality.myostimulation.what": "Electrical muscle stimulation (EMS): stronger pulses that make a muscle contract.",
  "modality.galvanic.what":
    "A steady direct current through a product on the skin, including disincrustation and iontophoresis.",
  "modality.lymph_drainage.what": "Light, slow strokes or pressure along the lymph vessels, by hand or by device.",
  "modality.mesotherapy.what": "Many small injections into the skin, done by a practitioner.",
  "modality.other.what": "Anything else you want beside your photos, such as light, massage or radio frequency.",
  "error.wrong_program": "This program does not go with the device or modality. Choose again.",
  "error.checklist_changed": "The list has changed. Read it again, then confirm it.",
  "error.csv_too_large": "This file is larger than is taken at once. Split it.",
  "error.import_again": "Your log changed while the file was read. Nothing was saved; import the file again.",
  "error.invalid_rows": "Some lines cannot be used. Nothing was saved.",
  "field.each_or_none": "Give minutes for each zone that is chosen, or for none.",
} as const;
