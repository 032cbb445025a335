/** Whether a person has said here that a photo is no mirror image, so that it is not asked again on this device. */
export { saidNotMirrored, sayNotMirrored } from "../platform/preferences";
