// Who is signed in on this device.
import { ApiError, api } from "../api/client";
import type { Account, Person } from "../api/types";
import { forgetDocuments } from "../document/device";

class Session {
	user = $state<Person | null>(null);
	loaded = $state(false);
	problem = $state("");

	async load(): Promise<void> {
		this.problem = "";
		try {
			this.user = (await api.get<Account>("/api/account")).user;
		} catch (error) {
			this.problem = error instanceof ApiError ? error.detail : String(error);
		}
		this.loaded = true;
	}

	async signIn(name: string, password: string): Promise<void> {
		this.user = (await api.post<Account>("/api/account/sign-in", { name, password })).user;
	}

	async signUp(name: string, password: string): Promise<void> {
		this.user = (await api.post<Account>("/api/account/sign-up", { name, password })).user;
	}

	/** Leave the account, and everything of it that this page holds. */
	async signOut(): Promise<void> {
		await api.post("/api/account/sign-out");
		forgetDocuments();
		window.location.assign("/");
	}
}

export const session = new Session();
