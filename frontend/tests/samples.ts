// Made-up records for tests.
import type { Alignment, Override, Photo, Session, TimelineEvent, TimelineItem } from "../src/domain/models.ts";
import type { Course, Device, Program } from "../src/domain/sessionlog.ts";

export const NOTHING_SET: Override = { face: null, points: null, transform: null, mirrored: false };

export function sampleAlignment(values: Partial<Alignment> = {}): Alignment {
  return {
    method: "automatic",
    refined: true,
    refinement_reason: "applied",
    residual_iod_percent: 1.24,
    scale: 0.5,
    pose: { yaw: 0, pitch: 0, roll: 0 },
    distance_ratio: 1,
    flip_suspected: false,
    quality_reasons: [],
    ...values,
  };
}

export function samplePhoto(values: Partial<Photo> = {}): Photo {
  return {
    id: "0b5f4a52-1f8e-4a8e-9d1c-1f6f0c9b7a01",
    subject: "s1",
    series: "series-1",
    view: "frontal",
    state: "aligned",
    rejection: null,
    taken_at: "2026-03-12T08:30:00+01:00",
    taken_at_source: "exif",
    received_at: "2026-03-12T07:31:00Z",
    is_baseline: false,
    simulated: false,
    original: {
      sha256: "ab".repeat(32),
      bytes: 1_234_567,
      media_type: "image/jpeg",
      width: 3000,
      height: 4000,
      file_name: "IMG_0001.jpg",
      url: "/api/v1/photos/x/original",
    },
    renditions: [
      { spec: "aligned", url: "/aligned", width: 1080, height: 1350, media_type: "image/jpeg" },
      { spec: "aligned_small", url: "/small", width: 480, height: 600, media_type: "image/jpeg" },
      { spec: "preview", url: "/preview", width: 810, height: 1080, media_type: "image/jpeg" },
    ],
    faces: [],
    alignment: sampleAlignment(),
    override: NOTHING_SET,
    notes: "",
    tags: [],
    milestone: false,
    session_clock: { hours_since_last: null, last_modality: null, sessions: 0, minutes: 0, microamp_minutes: 0 },
    ...values,
  };
}

export function sampleSession(values: Partial<Session> = {}): Session {
  return {
    id: "session-1",
    subject: "s1",
    started_at: "2026-03-10T19:00:00+01:00",
    modality: "microcurrent",
    device: null,
    program: null,
    device_name: "Hand-held",
    program_name: "",
    minutes: 20,
    timed: false,
    intensity_microamp: 240,
    frequency_hz: 0.3,
    waveform: "",
    polarity: "",
    conductive_product: "",
    place: "home",
    zones: ["jaw_left"],
    minutes_by_zone: {},
    comfort: null,
    sensation: "",
    skin_before: "",
    skin_after: "",
    notes: "",
    simulated: false,
    created_at: "2026-03-10T18:30:00Z",
    ...values,
  };
}

export function sampleProgram(values: Partial<Program> = {}): Program {
  return {
    id: "program-1",
    device: "device-1",
    name: "Cheeks",
    minutes: 12,
    intensity_microamp: 240,
    frequency_hz: null,
    waveform: "",
    polarity: "",
    zones: [],
    ...values,
  };
}

export function sampleDevice(values: Partial<Device> = {}): Device {
  return {
    id: "device-1",
    name: "Two probes",
    maker: "",
    modality: "microcurrent",
    notes: "",
    archived: false,
    programs: [],
    checklist: null,
    ...values,
  };
}

export function sampleCourse(values: Partial<Course> = {}): Course {
  return {
    id: "course-1",
    name: "Spring",
    modality: "microcurrent",
    program: null,
    planned_sessions: 10,
    weeks: 5,
    starts_on: "2026-03-02",
    stopped_on: null,
    progress: { state: "running", done: 3, ends_on: "2026-04-05", next_day: "2026-03-12", finished_on: null },
    ...values,
  };
}

export function photoItem(values: Partial<Photo> = {}): TimelineItem {
  const photo = samplePhoto(values);
  return { kind: "photo", local_date: photo.taken_at.slice(0, 10), photo, session: null, event: null };
}

export function sessionItem(values: Partial<Session> = {}): TimelineItem {
  const session = sampleSession(values);
  return { kind: "session", local_date: session.started_at.slice(0, 10), photo: null, session, event: null };
}

export function sampleEvent(values: Partial<TimelineEvent> = {}): TimelineEvent {
  return {
    id: "event-1",
    subject: "s1",
    happened_at: "2026-03-08",
    kind: "filler",
    weight_kg: null,
    notes: "",
    created_at: "2026-03-08T18:30:00Z",
    ...values,
  };
}

export function eventItem(values: Partial<TimelineEvent> = {}): TimelineItem {
  const event = sampleEvent(values);
  return { kind: "event", local_date: event.happened_at.slice(0, 10), photo: null, session: null, event };
}
