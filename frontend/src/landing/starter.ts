// The small piece that greets everybody, as the server tells it.
import { api } from "../api/client";
import type { Render, Sample } from "../api/types";
import type { Project } from "../generated/project";

export interface Starter {
	name: string;
	document: Project;
	samples: Sample[];
	render: Render | null;
}

export const loadStarter = () => api.get<Starter>("/api/starter");
