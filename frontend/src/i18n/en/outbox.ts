/** What waits on this phone, as the first screens say it … */
export const outboxFirst = {
  "outbox.band.photos": { one: "{count} photo waits on this phone.", other: "{count} photos wait on this phone." },
  "outbox.band.sessions": {
    one: "{count} session waits on this phone.",
    other: "{count} sessions wait on this phone.",
  },
  "outbox.band.both": {
    one: "{count} photo or session waits on this phone.",
    other: "{count} photos and sessions wait on this phone.",
  },
  "outbox.band.refused": {
    one: "{count} photo or session could not be sent.",
    other: "{count} photos and sessions could not be sent.",
  },
  "outbox.band.look": "See what waits",
  "outbox.signIn": {
    one: "{count} photo or session waits on this phone. It is sent when the account that made it signs in.",
    other: "{count} photos and sessions wait on this phone. They are sent when the account that made them signs in.",
  },
  "outbox.offline.body":
    "This needs the server. Meanwhile you can take photos and log sessions: they wait on this phone and are sent by themselves.",
  "outbox.offline.session": "Log a session",
  "outbox.sessions.title": "Not yet sent",
  "outbox.sessions.body": "Kept on this phone, and sent when the server can be reached.",
  "error.other_bytes":
    "The server’s copy is not the same as this one. It stays on this phone: save it, then add it anew.",
  "error.file_unreadable": "This file cannot be read any more. Choose it again.",
} as const;

/** … and the list of it. */
export const outbox = {
  "outbox.title": "Waiting on this phone",
  "outbox.body":
    "Nothing leaves this list before the server has confirmed that it holds the very same file. What waits is sent by itself.",
  "outbox.empty.title": "Nothing waits",
  "outbox.empty.body": "Every photo and session of yours that was made on this phone is on the server.",
  "outbox.list": "What waits",
  "outbox.sendNow": "Send now",
  "outbox.waits.retry": "The server cannot be reached now. It is tried again by itself.",
  "outbox.waits.offline": "This phone is offline. All goes on when it is connected again.",
  "outbox.waits.sign_in": "Sign in again, and all goes on.",
  "outbox.waits.unlock": {
    one: "{count} photo or session waits behind the lock. Unlock the app, and it goes on.",
    other: "{count} photos and sessions wait behind the lock. Unlock the app, and they go on.",
  },
  "outbox.low": "This phone has little room left. Keep the app open until all is sent, or make room.",
  "outbox.unkept":
    "This phone has no room for it: it is lost when this page is closed. Save it, or wait until it is sent.",
  "outbox.step.waiting": "Waiting",
  "outbox.step.retry": "Waiting, is tried again",
  "outbox.step.sign_in": "Waits until you sign in again",
  "outbox.step.sending": "Sending",
  "outbox.step.sendingShare": "Sending, {percent}",
  "outbox.step.confirmed": "Saved",
  "outbox.step.already_here": "Already here",
  "outbox.step.already_here.body": "This photo was added before. Nothing was added twice.",
  "outbox.step.refused": "Not sent",
  "outbox.progress": "Sending {name}",
  "outbox.into": "Into the record of {name}",
  "outbox.yours": "Into your own record",
  "outbox.save": "Save the file",
  "outbox.saveOf": "Save the file {name}",
  "outbox.again": "Try {name} again",
  "outbox.delete": "Delete {name} from this phone",
  "outbox.delete.title": "Delete it from this phone?",
  "outbox.delete.photo": "The server does not have this photo. Once deleted, nobody can bring it back.",
  "outbox.delete.session": "The server does not have this session. Once deleted, nobody can bring it back.",
  "outbox.delete.label": "Delete from this phone",
  "outbox.underWay": {
    one: "{count} photo is on its way. It is kept on this phone until the server has it.",
    other: "{count} photos are on their way. They are kept on this phone until the server has them.",
  },

  "outbox.leave.title": "Not all is sent yet",
  "outbox.leave.body": {
    one: "{count} photo or session is only on this phone so far.",
    other: "{count} photos and sessions are only on this phone so far.",
  },
  "outbox.leave.send": "Send now, then sign out",
  "outbox.leave.sending": "Sending…",
  "outbox.leave.notSent": "Not all could be sent. Keep it on this phone, or look at what waits.",
  "outbox.leave.keep": "Keep here and sign out",
  "outbox.leave.keep.body": "Sent when this account signs in on this phone again. No other account sees it.",
  "outbox.leave.delete": "Delete and sign out",
  "outbox.leave.delete.body": "What was not sent is then lost.",
  "outbox.leave.deleteSure": "Yes, delete what was not sent",
} as const;
