import { blind } from "./blind";
import { care } from "./care";
import { compare } from "./compare";
import { consent } from "./consent";
import { measures } from "./measures";
import { practice } from "./practice";
import { security } from "./security";
import { sharing } from "./sharing";
import { timelapse } from "./timelapse";
import { verdict } from "./verdict";

export const later = {
  ...compare,
  ...timelapse,
  ...blind,
  ...measures,
  ...verdict,
  ...practice,
  ...care,
  ...security,
  ...consent,
  ...sharing,
};
