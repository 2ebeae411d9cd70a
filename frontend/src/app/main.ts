// The application starts: the look, the address, the person, the page.
import "@fontsource-variable/atkinson-hyperlegible-next/wght.css";
import "@fontsource-variable/atkinson-hyperlegible-mono/wght.css";
import "../look/tokens.css";
import "../look/base.css";
import "../look/controls.css";
import "../look/parts.css";
import { mount } from "svelte";
import { session } from "../account/session.svelte";
import { startTheme } from "../look/theme";
import App from "./App.svelte";
import { startRouter } from "./router.svelte";

startTheme();
startRouter();
void session.load();
mount(App, { target: document.getElementById("app") as HTMLElement });
