import "./styles/tokens.css";
import "./styles/base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { loadFirstWords } from "./i18n/load";
import { account, openAccount, watchSignOuts } from "./state/account.svelte";
import { appearance, chooseTheme } from "./state/appearance.svelte";
import { startConnection } from "./state/connection.svelte";
import { lock, watchLock } from "./state/lock.svelte";
import { watchOutbox } from "./state/outbox.svelte";
import { startRouter } from "./state/router.svelte";
import { watchUpdates } from "./state/update.svelte";

const root = document.getElementById("app");
if (!root) throw new Error("index.html holds no #app.");

chooseTheme(appearance.theme);
startRouter();
watchSignOuts();
watchOutbox();
startConnection(() => {
  if (account.status === "unreachable" || account.unconfirmed) void openAccount();
});
watchLock();
// The account is asked for meanwhile, unless it is locked.
if (lock.shut === null) void openAccount();
loadFirstWords().then(() => mount(App, { target: root }));
watchUpdates();
