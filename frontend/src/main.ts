import "./styles/tokens.css";
import "./styles/base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { loadFirstWords } from "./i18n/load";
import { account, openAccount, watchSignOuts } from "./state/account.svelte";
import { appearance, chooseTheme } from "./state/appearance.svelte";
import { startConnection } from "./state/connection.svelte";
import { startRouter } from "./state/router.svelte";
import { watchUpdates } from "./state/update.svelte";
import { guardUploads } from "./state/uploads.svelte";

const root = document.getElementById("app");
if (!root) throw new Error("index.html holds no #app.");

chooseTheme(appearance.theme);
startRouter();
watchSignOuts();
guardUploads();
startConnection(() => {
  if (account.status === "unreachable") void openAccount();
});
// The account is asked for meanwhile.
void openAccount();
loadFirstWords().then(() => mount(App, { target: root }));
watchUpdates();
