// The icons: a 20 px grid, 1.5 px stroke, round caps; filled only where the thing is solid in life.

export const ICONS = {
	play: '<path d="M6 4v12l10-6z" fill="currentColor" stroke-linejoin="round"/>',
	pause: '<path d="M7 4v12M13 4v12" stroke-width="2.5"/>',
	stop: '<path d="M5 5h10v10H5z"/>',
	start: '<path d="M5 4v12M15 5l-7 5 7 5z" stroke-linejoin="round"/>',
	record: '<circle cx="10" cy="10" r="5" fill="currentColor"/>',
	loop: '<path d="M4 9V7.500a2 2 0 0 1 2-2h9M13 3l2.500 2.500L13 8M16 11v1.500a2 2 0 0 1-2 2H5M7 17l-2.500-2.500L7 12"/>',
	undo: '<path d="M7 4 3.500 7.500 7 11M4 7.500h8a4 4 0 0 1 0 8H8"/>',
	redo: '<path d="m13 4 3.500 3.500L13 11M16 7.500H8a4 4 0 0 0 0 8h4"/>',
	search: '<circle cx="9" cy="9" r="5"/><path d="m13 13 4 4"/>',
	plus: '<path d="M10 4v12M4 10h12"/>',
	minus: '<path d="M4 10h12"/>',
	close: '<path d="m5 5 10 10M15 5 5 15"/>',
	check: '<path d="m4 10.500 4 4 8-9"/>',
	up: '<path d="m5 12 5-5 5 5"/>',
	down: '<path d="m5 8 5 5 5-5"/>',
	left: '<path d="m12 5-5 5 5 5"/>',
	right: '<path d="m8 5 5 5-5 5"/>',
	frozen:
		'<path d="M10 2.500v15M3.500 6.250l13 7.500M16.500 6.250l-13 7.500M8 4l2 2 2-2M8 16l2-2 2 2M3.700 9l2.800-.700-.800-2.800M16.300 11l-2.800.700.800 2.800M16.300 9l-2.800-.700.800-2.800M3.700 11l2.800.700-.800 2.800"/>',
	more: '<path d="M4.500 10h.01M10 10h.01M15.500 10h.01" stroke-width="2.500"/>',
	lock: '<path d="M5 9h10v7.500H5zM7 9V6.500a3 3 0 0 1 6 0V9"/>',
	people:
		'<circle cx="7.500" cy="7" r="2.800"/><path d="M2.500 16c.5-3 2.500-4.500 5-4.500s4.500 1.500 5 4.500M13 4.500a2.800 2.800 0 0 1 0 5M15 12c1.500.6 2.300 2 2.600 4"/>',
	person: '<circle cx="10" cy="7" r="3"/><path d="M4.500 16.500c.5-3.300 2.700-5 5.500-5s5 1.700 5.500 5"/>',
	globe: '<circle cx="10" cy="10" r="6.500"/><path d="M3.500 10h13M10 3.500c4 4 4 9 0 13c-4-4-4-9 0-13"/>',
	download: '<path d="M10 3v9.500M6 9l4 4 4-4M4 16.500h12"/>',
	upload: '<path d="M10 13V3.500M6 7l4-4 4 4M4 16.500h12"/>',
	comment: '<path d="M4 4.500h12v9H9.500L6 16.500v-3H4z" stroke-linejoin="round"/>',
	history: '<path d="M4 6a7 7 0 1 1-1 5M3.500 3v3.500H7M10 6.500V10l2.500 2"/>',
	cut: '<path d="M10 3v14" stroke-dasharray="2 2"/><path d="M6.500 7 3 10l3.500 3M13.500 7l3.500 3-3.500 3"/>',
	copy: '<path d="M7.500 7.500h9v9h-9zM12.500 7.500v-4h-9v9h4" stroke-linejoin="round"/>',
	trash:
		'<path d="M4 6h12M8 6V3.500h4V6M5.500 6l.8 10.500h7.400L14.500 6M8.500 9v4.500M11.500 9v4.500" stroke-linejoin="round"/>',
	edit: '<path d="M4 16l.8-3.500L13.500 3.800l2.700 2.700-8.700 8.700zM11.500 5.800l2.700 2.700" stroke-linejoin="round"/>',
	tag: '<path d="M3.500 3.500h6l7 7-6 6-7-7z" stroke-linejoin="round"/><path d="M7 7h.01" stroke-width="2"/>',
	mic: '<path d="M7.500 5a2.500 2.500 0 0 1 5 0v5a2.500 2.500 0 0 1-5 0zM4.500 10a5.500 5.500 0 0 0 11 0M10 15.500V18"/>',
	dice: '<path d="M4 4h12v12H4z"/><path d="M7.500 7.500h.01M12.500 12.500h.01M12.500 7.500h.01M7.500 12.500h.01" stroke-width="2"/>',
	warn: '<path d="M10 3.500 17.500 16.500h-15z" stroke-linejoin="round"/><path d="M10 8v4M10 14.300v.01"/>',
	info: '<circle cx="10" cy="10" r="6.500"/><path d="M10 9.500v4M10 6.500v.01"/>',
	link: '<path d="M8.500 11.500a3 3 0 0 0 4.200 0l2.500-2.500a3 3 0 0 0-4.200-4.200L10 5.800M11.500 8.500a3 3 0 0 0-4.200 0L4.800 11a3 3 0 0 0 4.200 4.200l1-1"/>',
	grip: '<path d="M8 5h.01M8 10h.01M8 15h.01M12 5h.01M12 10h.01M12 15h.01" stroke-width="2"/>',
	list: '<path d="M4 5.500h12M4 10h12M4 14.500h12"/>',
	map: '<path d="M4 4v12h12"/><path d="M7.500 12v.01M10 8.500v.01M13 10.500v.01M14.500 6v.01" stroke-width="2.500"/>',
	filter: '<path d="M3.500 5.500h13M6 10h8M8.500 14.500h3"/>',
	envelope: '<path d="M3 14h3l5-8h6"/><circle cx="6" cy="14" r="1.500"/><circle cx="11" cy="6" r="1.500"/>',
	power: '<path d="M10 3v6M6 5.500a6 6 0 1 0 8 0"/>',
	free: '<path d="M3 5h6M7 9h7M4 13h5M11 14.500h6"/>',
	keyboard:
		'<path d="M3 5.500h14v9H3z"/><path d="M6 8.500h.01M9 8.500h.01M12 8.500h.01M14.500 8.500h.01M7 11.500h6"/>',
	speaker:
		'<path d="M4 8v4h2.500L10 15V5L6.500 8zM12.500 7.500a3.500 3.500 0 0 1 0 5M14.500 5.500a6.500 6.500 0 0 1 0 9" stroke-linejoin="round"/>',
	zoomIn: '<circle cx="9" cy="9" r="5"/><path d="m13 13 4 4M9 7v4M7 9h4"/>',
	zoomOut: '<circle cx="9" cy="9" r="5"/><path d="m13 13 4 4M7 9h4"/>',
	models:
		'<path d="M4 16v-3M8 16l-4-3 M8 16v-3M12 16v-3M16 16v-3M12 16l4-3M4 13l4-4M8 13V9M16 13V9M12 13l4-4M8 9l8-5M16 9V4"/>',
	mixer:
		'<path d="M5 3.500v13M10 3.500v13M15 3.500v13"/><path d="M3 8h4M8 12.500h4M13 6.500h4" stroke-width="2.500"/>',
} as const;

export type IconName = keyof typeof ICONS;
