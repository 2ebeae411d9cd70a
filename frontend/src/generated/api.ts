/* Generated from the server's definitions; never edited by hand. */

export interface paths {
    "/api/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["account_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["account_sign_in_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["account_sign_out_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account/sign-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["account_sign_up_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auditions/{audition_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["auditions_partial_update"];
        trace?: never;
    };
    "/api/catalogue/effects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["catalogue_effects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/catalogue/licences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["catalogue_licences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One's own collections, the newest first. */
        get: operations["collections_list"];
        put?: never;
        /** @description One's own collections, the newest first. */
        post: operations["collections_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collections/{collection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["collections_retrieve"];
        put?: never;
        post?: never;
        /** @description Its samples stay in the library. */
        delete: operations["collections_destroy"];
        options?: never;
        head?: never;
        patch: operations["collections_partial_update"];
        trace?: never;
    };
    "/api/collections/{collection_id}/add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["collections_add_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collections/{collection_id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["collections_remove_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One's own datasets, the newest first. */
        get: operations["datasets_list"];
        put?: never;
        /** @description One's own datasets, the newest first. */
        post: operations["datasets_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["datasets_retrieve"];
        put?: never;
        post?: never;
        /** @description The sounds and the models that learned from them stay. */
        delete: operations["datasets_destroy"];
        options?: never;
        head?: never;
        patch: operations["datasets_partial_update"];
        trace?: never;
    };
    "/api/datasets/{dataset_id}/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Adds, removes and labels sounds, sets the split and the silence threshold. */
        post: operations["datasets_change_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Takes what its search has found since. */
        post: operations["datasets_update_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["dataset_versions_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{dataset_id}/versions/{number}/examine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Asks the doctor; the answer is the job to follow. */
        post: operations["datasets_versions_examine_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The newest first; of one model where `wavenet` names it. */
        get: operations["generations_list"];
        put?: never;
        /** @description The newest first; of one model where `wavenet` names it. */
        post: operations["generations_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generations/{generation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["generations_retrieve"];
        put?: never;
        post?: never;
        delete: operations["generations_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generations/{generation_id}/keep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Make samples of all takes of a generation. */
        post: operations["generations_keep_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generations/{generation_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Enough: what is there becomes the takes. */
        post: operations["generations_stop_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What somebody who was sent the link sees. Knowing the token is the permission. */
        get: operations["invitations_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/{token}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["invitations_accept_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The newest of one's jobs, and of those of one's projects. */
        get: operations["jobs_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["jobs_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["jobs_cancel_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/play": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A voice that sounds until it is stopped, steered over its socket. */
        post: operations["play_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["presets_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The projects that one is a member of, the last edited first. */
        get: operations["projects_list"];
        put?: never;
        /** @description The projects that one is a member of, the last edited first. */
        post: operations["projects_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["projects_retrieve"];
        put?: never;
        post?: never;
        delete: operations["projects_destroy"];
        options?: never;
        head?: never;
        patch: operations["projects_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/bounces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["projects_bounces_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["project_comments_list"];
        put?: never;
        post: operations["projects_comments_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/comments/{comment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description One's own words are one's own to change; threads are resolved by who began them and by editors. */
        delete: operations["projects_comments_destroy"];
        options?: never;
        head?: never;
        /** @description One's own words are one's own to change; threads are resolved by who began them and by editors. */
        patch: operations["projects_comments_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/comments/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Everything until now has been read. */
        post: operations["projects_comments_seen_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The arrangement, less the records that are not valid. */
        get: operations["projects_document_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/fork": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Every member may make a copy of their own; it says where it comes from. */
        post: operations["projects_fork_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who did what, the newest first. */
        get: operations["project_history_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The open invitations of a project, for its owner. */
        get: operations["project_invitations_list"];
        put?: never;
        /** @description The open invitations of a project, for its owner. */
        post: operations["projects_invitations_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/invitations/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["projects_invitations_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description The owner says what a member may do, and removes one; a member removes themself. */
        delete: operations["projects_members_destroy"];
        options?: never;
        head?: never;
        /** @description The owner says what a member may do, and removes one; a member removes themself. */
        patch: operations["projects_members_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/owner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description The owner hands the project over to another member. */
        post: operations["projects_owner_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/renders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["projects_renders_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["project_samples_list"];
        put?: never;
        post: operations["projects_samples_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/samples/{sample_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["projects_samples_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/stretched": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Answers in the order of the parts; null where a sample is not in the project, or not ready. */
        post: operations["projects_stretched_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["project_versions_list"];
        put?: never;
        post: operations["projects_versions_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/versions/{version_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["projects_versions_retrieve"];
        put?: never;
        post?: never;
        delete: operations["projects_versions_destroy"];
        options?: never;
        head?: never;
        patch: operations["projects_versions_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/versions/{version_id}/differences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What has changed from a version to the arrangement as it is now, or to another version. */
        get: operations["projects_versions_differences_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/renders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One's own and one's projects' renders, of one project where `project` names it; or everybody's published ones. */
        get: operations["renders_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/renders/{render_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One render, which its owner may delete too. */
        get: operations["renders_retrieve"];
        put?: never;
        post?: never;
        /** @description One render, which its owner may delete too. */
        delete: operations["renders_destroy"];
        options?: never;
        head?: never;
        /** @description One render, which its owner may delete too. */
        patch: operations["renders_partial_update"];
        trace?: never;
    };
    "/api/renders/{thing_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A view of one thing, which only its owner may use. Subclasses say which kind of thing. */
        post: operations["renders_publish_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/renders/{thing_id}/unpublish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A view of one thing, which only its owner may use. Subclasses say which kind of thing. */
        post: operations["renders_unpublish_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Samples that one may hear, found by scope, words and kind. Signed out, those that were published. */
        get: operations["samples_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One sample, which its owner may delete too. */
        get: operations["samples_retrieve"];
        put?: never;
        post?: never;
        /** @description One sample, which its owner may delete too. */
        delete: operations["samples_destroy"];
        options?: never;
        head?: never;
        /** @description One sample, which its owner may delete too. */
        patch: operations["samples_partial_update"];
        trace?: never;
    };
    "/api/samples/{sample_id}/alike": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The samples that sound most like one, among those that one may hear; narrowed like a list of samples. */
        get: operations["samples_alike_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}/clean": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Takes a body of one shape from the owner of a sample. */
        post: operations["samples_clean_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}/slicing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Takes a body of one shape from the owner of a sample. */
        get: operations["samples_slicing_retrieve"];
        /** @description Takes a body of one shape from the owner of a sample. */
        put: operations["samples_slicing_update"];
        /** @description Open it: the recording is listened to if it was not yet. */
        post: operations["samples_slicing_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}/slicing/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Give every slice of it a file of its own. */
        post: operations["samples_slicing_copy_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}/slicing/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Takes a body of one shape from the owner of a sample. */
        post: operations["samples_slicing_find_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}/slicing/keep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Takes a body of one shape from the owner of a sample. */
        post: operations["samples_slicing_keep_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}/slicing/likeness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Takes a body of one shape from the owner of a sample. */
        post: operations["samples_slicing_likeness_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{sample_id}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How a sample was generated, and what it gives away; to `post` is to look for copies now. */
        get: operations["samples_take_retrieve"];
        put?: never;
        /** @description How a sample was generated, and what it gives away; to `post` is to look for copies now. */
        post: operations["samples_take_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{thing_id}/descendants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A view of one thing, which only its owner may use. Subclasses say which kind of thing. */
        get: operations["samples_descendants_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{thing_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A view of one thing, which only its owner may use. Subclasses say which kind of thing. */
        post: operations["samples_publish_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{thing_id}/unpublish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A view of one thing, which only its owner may use. Subclasses say which kind of thing. */
        post: operations["samples_unpublish_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/starter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["starter_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The words on one's own samples. */
        get: operations["tags_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/takes/{take_id}/keep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Make a sample of it. */
        post: operations["takes_keep_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/wavenets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["uploads_wavenets_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/wavenets/{model_upload_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["uploads_wavenets_retrieve"];
        put?: never;
        post?: never;
        delete: operations["uploads_wavenets_destroy"];
        options?: never;
        head?: never;
        patch: operations["uploads_wavenets_partial_update"];
        trace?: never;
    };
    "/api/wavenets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One's own models, or everybody's published ones. */
        get: operations["wavenets_list"];
        put?: never;
        /** @description One's own models, or everybody's published ones. */
        post: operations["wavenets_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wavenets/{thing_id}/descendants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A view of one thing, which only its owner may use. Subclasses say which kind of thing. */
        get: operations["wavenets_descendants_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wavenets/{thing_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A view of one thing, which only its owner may use. Subclasses say which kind of thing. */
        post: operations["wavenets_publish_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wavenets/{thing_id}/unpublish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A view of one thing, which only its owner may use. Subclasses say which kind of thing. */
        post: operations["wavenets_unpublish_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wavenets/{wavenet_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One model, which its owner may delete too. */
        get: operations["wavenets_retrieve"];
        put?: never;
        post?: never;
        /** @description One model, which its owner may delete too. */
        delete: operations["wavenets_destroy"];
        options?: never;
        head?: never;
        /** @description One model, which its owner may delete too. */
        patch: operations["wavenets_partial_update"];
        trace?: never;
    };
    "/api/wavenets/{wavenet_id}/card": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["wavenets_card_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wavenets/{wavenet_id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Also while it learns. */
        post: operations["wavenets_extend_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wavenets/{wavenet_id}/fork": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Of one's own models, and of published ones. */
        post: operations["wavenets_fork_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wavenets/{wavenet_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["wavenets_pause_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wavenets/{wavenet_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description After it was paused, cancelled or failed, or to learn on. */
        post: operations["wavenets_resume_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wavenets/{wavenet_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["wavenets_run_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wavenets/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["wavenets_estimate_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wavenets/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Where one's trainings stand, and how many hours one has left. */
        get: operations["wavenets_queue_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Who is signed in; `user` is null when nobody is. */
        Account: {
            readonly user: components["schemas"]["Person"] | null;
        };
        /** @description A sample, and how like another one it sounds: 1 the same, 0 nothing in common. Needs `likeness` by id, too. */
        Alike: {
            /** Format: uuid */
            readonly id: string;
            readonly name: string;
            readonly details: string;
            readonly origin: components["schemas"]["OriginEnum"];
            readonly category: components["schemas"]["CategoryEnum"];
            readonly state: components["schemas"]["StateEnum"];
            readonly problem: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly tags: string[];
            readonly source_name: string;
            readonly source_format: string;
            /** Format: double */
            readonly duration_seconds: number | null;
            readonly frames: number | null;
            readonly sample_rate_hz: number | null;
            readonly channels: number | null;
            /** Format: double */
            readonly bandwidth_hz: number | null;
            /** Format: double */
            readonly integrated_lufs: number | null;
            /** Format: double */
            readonly true_peak_dbtp: number | null;
            /** Format: double */
            readonly voicing: number | null;
            /** Format: uuid */
            readonly wavenet: string | null;
            readonly wavenet_name: string;
            readonly training_steps: number | null;
            readonly receptive_field_samples: number | null;
            /** Format: double */
            readonly receptive_field_ms: number | null;
            /** Format: uuid */
            readonly prompt: string | null;
            /** @description Empty also where the prompt is somebody's private sample: its name is nobody else's business. */
            readonly prompt_name: string;
            /** Format: double */
            readonly temperature: number | null;
            readonly random_seed: number | null;
            readonly class_name: string;
            /** Format: uuid */
            readonly parent: string | null;
            /** @description Empty also where it is somebody's private recording. */
            readonly parent_name: string;
            /** Format: double */
            readonly start_seconds: number | null;
            readonly treatment: string[];
            readonly markers: number[];
            readonly audio_url: string;
            readonly peaks_url: string;
            readonly credit: string;
            readonly bounce: components["schemas"]["Bounced"] | null;
            readonly owner: components["schemas"]["Person"];
            readonly mine: boolean;
            readonly licence: components["schemas"]["LicenceEnum"];
            readonly is_public: boolean;
            /** Format: date-time */
            readonly published_at: string | null;
            readonly withdrawn_input: string;
            /** Format: double */
            readonly likeness: number;
        };
        Allowance: {
            /** Format: double */
            used_seconds: number;
            /** Format: double */
            limit_seconds: number | null;
            /** Format: double */
            days: number;
            /** Format: date-time */
            frees_at: string | null;
            sentence: string;
        };
        Ancestor: {
            name: string;
            step: number;
        };
        Audition: {
            /** Format: uuid */
            readonly id: string;
            readonly step: number;
            readonly frames: number;
            readonly sample_rate_hz: number;
            /** Format: double */
            readonly duration_seconds: number;
            readonly audio_url: string;
            readonly peaks_url: string;
            readonly note: string;
        };
        /** @description The sample that will hold it, and the job that makes it. */
        Bounce: {
            sample: components["schemas"]["Sample"];
            job: components["schemas"]["Job"];
        };
        /** @description All that sounds on a track; or what is between two times; or some of its clips alone, until they rang out. */
        BounceRequestRequest: {
            /** @description its id; “master” is the mix */
            track: string;
            /** @default post */
            tap: components["schemas"]["BounceRequestTapEnum"];
            /** Format: double */
            start_seconds?: number | null;
            /** Format: double */
            end_seconds?: number | null;
            clips?: string[] | null;
            /** @default  */
            name: string;
        };
        /**
         * @description * `dry` - Dry
         *     * `wet` - Wet
         *     * `post` - Post
         * @enum {string}
         */
        BounceRequestTapEnum: "dry" | "wet" | "post";
        /** @description The track that it is the sound of, and where; `project` and the track only for those who may know them. */
        Bounced: {
            /** Format: uuid */
            project: string | null;
            project_name: string;
            /** @description its id in the project; “master” is the mix */
            track: string;
            track_name: string;
            tap: components["schemas"]["BouncedTapEnum"];
            /**
             * Format: double
             * @description of its beginning in the project
             */
            start_seconds: number | null;
            left_out: string[];
            /** @description the sounds in it that one may know of */
            credits: string[];
        };
        /**
         * @description * `dry` - dry
         *     * `wet` - wet
         *     * `post` - post
         * @enum {string}
         */
        BouncedTapEnum: "dry" | "wet" | "post";
        BringSampleRequest: {
            /** Format: uuid */
            sample: string;
        };
        CardAudition: {
            step: number;
            /** Format: double */
            seconds: number;
            note: string;
        };
        /**
         * @description * `mine` - Mine
         *     * `users` - Users
         *     * `wavenet` - Wavenet
         *     * `bounces` - Bounces
         *     * `other` - Other
         * @enum {string}
         */
        CategoryEnum: "mine" | "users" | "wavenet" | "bounces" | "other";
        Change: {
            readonly id: number;
            readonly author: components["schemas"]["Person"] | null;
            readonly deeds: components["schemas"]["Deed"][];
            readonly times: number;
            /** Format: date-time */
            readonly began_at: string;
            /** Format: date-time */
            readonly ended_at: string;
        };
        /** @description What differs from the version before; the names are those of the first few. */
        Changes: {
            added: number;
            removed: number;
            relabelled: number;
            added_names: string[];
            removed_names: string[];
            settings: string[];
        };
        Checkpoint: {
            /** Format: uuid */
            readonly id: string;
            readonly step: number;
            /** Format: double */
            readonly validation_loss_nats: number | null;
            readonly sha256: string;
            readonly size_bytes: number;
        };
        /**
         * @description * `none` - none
         *     * `tag` - tag
         * @enum {string}
         */
        ClassesFromEnum: "none" | "tag";
        /** @description A named set of one's samples. */
        Collection: {
            /** Format: uuid */
            readonly id: string;
            readonly name: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly sample_count: number;
            /** Format: double */
            readonly seconds: number;
        };
        CollectionSamplesRequest: {
            samples: string[];
        };
        /** @description A comment; `thread` is the first of its thread, null for that one itself. The context holds the request. */
        Comment: {
            /** Format: uuid */
            readonly id: string;
            /** Format: uuid */
            readonly thread: string | null;
            readonly author: components["schemas"]["Person"] | null;
            readonly mine: boolean;
            readonly text: string;
            /** Format: double */
            readonly seconds: number | null;
            readonly track: string;
            readonly clip: string;
            /** Format: date-time */
            readonly resolved_at: string | null;
            readonly resolved_by: string | null;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: date-time */
            readonly edited_at: string | null;
            readonly is_deleted: boolean;
        };
        Comments: {
            /** Format: date-time */
            seen_at: string | null;
            comments: components["schemas"]["Comment"][];
        };
        /**
         * @description * `hold` - hold
         *     * `stretch` - stretch
         * @enum {string}
         */
        ContourFitEnum: "hold" | "stretch";
        CorpusPart: {
            owner: string;
            licence: string;
            consent: string;
            recordings: number;
            /** Format: double */
            seconds: number;
        };
        CredentialsRequest: {
            name: string;
            password: string;
        };
        Credit: {
            /** Format: uuid */
            readonly sample: string | null;
            readonly sample_name: string;
            readonly owner_name: string;
            readonly licence: string;
        };
        /** @description A dataset with its versions, the newest first. */
        Dataset: {
            /** Format: uuid */
            readonly id: string;
            readonly name: string;
            readonly rule: {
                [key: string]: string;
            };
            /** Format: date-time */
            readonly created_at: string;
            readonly versions: components["schemas"]["VersionSummary"][];
            /** @description How many sounds its search has found since the latest version. */
            readonly new_matches: number;
            readonly new_names: string[];
        };
        /** @description What is to be otherwise; `classes` are by the id of their sample. */
        DatasetChangeRequest: {
            add?: string[];
            remove?: string[];
            remove_gone?: boolean;
            classes?: {
                [key: string]: string;
            };
            split_seed?: number;
            /** Format: double */
            silence_threshold_dbfs?: number;
        };
        DatasetClass: {
            name: string;
            sounds: number;
            /** Format: double */
            seconds: number;
        };
        /** @description A sound in a version; `problem` says why it cannot be learned from now. */
        DatasetMember: {
            readonly sample: components["schemas"]["Sample"] | null;
            readonly sample_name: string;
            readonly class_name: string;
            readonly held_out: boolean;
            readonly problem: string;
        };
        /** @description A version whole: its sounds, its classes, its split, what changed, and the doctor's report. */
        DatasetVersion: {
            /** Format: uuid */
            readonly id: string;
            readonly number: number;
            /** Format: date-time */
            readonly created_at: string;
            readonly is_used: boolean;
            readonly is_latest: boolean;
            readonly split_seed: number;
            /** Format: double */
            readonly silence_threshold_dbfs: number;
            /** Format: double */
            readonly seconds: number;
            /** Format: double */
            readonly held_out_seconds: number;
            readonly classes: components["schemas"]["DatasetClass"][];
            readonly permissions: components["schemas"]["Permissions"];
            readonly changes: components["schemas"]["Changes"] | null;
            readonly members: components["schemas"]["DatasetMember"][];
            readonly report: unknown;
            readonly job: components["schemas"]["Job"] | null;
        };
        Deed: {
            verb: string;
            kind: string;
            count: number;
            ids: string[];
        };
        /** @description What was made from a thing, and what deleting it means. */
        Descendants: {
            wavenets: components["schemas"]["Named"][];
            samples: components["schemas"]["Named"][];
            renders: components["schemas"]["Named"][];
            projects: components["schemas"]["Named"][];
            sentence: string;
        };
        /** @description A record that differs: `before` is null for what was added, `after` for what was removed. */
        Difference: {
            kind: string;
            id: string;
            verbs: string[];
            changed: string[];
            before: unknown;
            after: unknown;
        };
        /** @description A kind of effect; a preset has the parameters that differ from the defaults, `fixed` those that cannot move. */
        EffectKind: {
            name: string;
            title: string;
            description: string;
            category: string;
            master_only: boolean;
            presets: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            fixed: string[];
            parameters: {
                [key: string]: components["schemas"]["EffectParameter"];
            };
        };
        /**
         * @description A knob: its limits, how its value is written, and how it travels.
         *
         *     Where there are `choices`, the value is the number of one of them, counted from 0.
         */
        EffectParameter: {
            title: string;
            /** Format: double */
            minimum: number;
            /** Format: double */
            maximum: number;
            /** Format: double */
            default: number;
            unit: string;
            scale: components["schemas"]["ScaleEnum"];
            choices: string[];
        };
        /** @description What a plan would take and give. */
        Estimate: {
            /** Format: double */
            seconds: number;
            /** Format: double */
            seconds_a_step: number;
            measured: boolean;
            /** Format: double */
            epochs: number;
            parameters: number;
            memory_bytes: number;
            disk_bytes: number;
            dilations: number[];
            batch: number;
            sample_rate_hz: number;
            receptive_field_samples: number;
            /** Format: double */
            receptive_field_ms: number;
            /** Format: double */
            material_seconds: number;
            /** Format: double */
            kept_seconds: number | null;
            classes: components["schemas"]["EstimateClass"][];
            warnings: components["schemas"]["PlanWarning"][];
            jobs_ahead: number;
            /** Format: double */
            ahead_seconds: number | null;
            has_gpu: boolean;
        };
        EstimateClass: {
            name: string;
            samples: number;
            /** Format: double */
            seconds: number;
        };
        /** @description `steps` more than planned. */
        ExtendRequest: {
            steps: number;
        };
        Fork: {
            project: components["schemas"]["StudioProject"];
            /** @description sounds that are private to others */
            left_behind: number;
        };
        /**
         * @description A new model that begins with the weights of a checkpoint. Without samples it learns from the same ones; a preset
         *     only says how it is trained, and has to be of the same architecture.
         */
        ForkRequest: {
            name: string;
            step?: number | null;
            samples?: string[];
            classes_from?: components["schemas"]["ClassesFromEnum"];
            steps: number;
            preset?: components["schemas"]["PresetEnum"];
            /** Format: double */
            learning_rate?: number | null;
            seed?: number | null;
        };
        ForkRequestRequest: {
            name?: string;
            /** Format: uuid */
            version?: string;
        };
        /** @description What a model began with; without an id where that is gone, or not to be seen. */
        ForkedFrom: {
            /** Format: uuid */
            id: string | null;
            name: string;
            step: number;
        };
        FoundSlices: {
            slices: components["schemas"]["Span"][];
        };
        Generation: {
            /** Format: uuid */
            readonly id: string;
            /** Format: uuid */
            readonly wavenet: string;
            readonly step: number;
            /** Format: double */
            readonly seconds: number;
            readonly voices: number;
            /** Format: double */
            readonly temperature: number;
            readonly random_seed: number;
            readonly class_name: string;
            /** Format: uuid */
            readonly prompt: string | null;
            readonly prompt_name: string;
            /** Format: uuid */
            readonly contour: string | null;
            readonly contour_name: string;
            readonly settings: {
                [key: string]: unknown;
            };
            readonly live: boolean;
            readonly stop_requested: boolean;
            readonly notice: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly takes: components["schemas"]["Take"][];
            readonly job: components["schemas"]["Job"] | null;
        };
        /**
         * @description * `50` - 50
         *     * `60` - 60
         * @enum {integer}
         */
        HumHzEnum: 50 | 60;
        Invitation: {
            readonly token: string;
            readonly role: components["schemas"]["InvitedRoleEnum"];
            readonly url: string;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: date-time */
            readonly expires_at: string | null;
        };
        /** @description What somebody sees before they accept. */
        InvitationPreview: {
            /** Format: uuid */
            readonly project: string;
            readonly project_name: string;
            readonly invited_by: string;
            readonly role: components["schemas"]["InvitedRoleEnum"];
            /** Format: date-time */
            readonly expires_at: string | null;
        };
        InvitationRequestRequest: {
            role: components["schemas"]["InvitedRoleEnum"];
            /**
             * @description null: until it is withdrawn
             * @default 7
             */
            valid_days: number | null;
        };
        /**
         * @description * `editor` - editor
         *     * `commenter` - commenter
         *     * `listener` - listener
         * @enum {string}
         */
        InvitedRoleEnum: "editor" | "commenter" | "listener";
        /** @description A job as the pages see it. */
        Job: {
            /** Format: uuid */
            readonly id: string;
            readonly kind: components["schemas"]["JobKindEnum"];
            /** Format: uuid */
            readonly subject_id: string;
            /** Format: uuid */
            readonly project_id: string | null;
            readonly title: string;
            readonly status: components["schemas"]["StatusEnum"];
            /** Format: double */
            readonly fraction: number;
            readonly message: string;
            /** Format: double */
            readonly seconds_left: number | null;
            readonly error: string;
            readonly cancel_requested: boolean;
            /** Format: date-time */
            readonly created_at: string;
        };
        /**
         * @description * `analyse` - Analyse
         *     * `listen` - Listen
         *     * `cut` - Cut
         *     * `clean` - Clean
         *     * `train` - Train
         *     * `generate` - Generate
         *     * `play` - Play
         *     * `check` - Check
         *     * `render` - Render
         *     * `bounce` - Bounce
         *     * `stretch` - Stretch
         *     * `examine` - Examine
         * @enum {string}
         */
        JobKindEnum: "analyse" | "listen" | "cut" | "clean" | "train" | "generate" | "play" | "check" | "render" | "bounce" | "stretch" | "examine";
        /** @description All takes of a generation, numbered under one name, with the same tags, in a collection of that name. */
        KeepAllRequest: {
            name?: string;
            collection_name?: string;
            tags?: string[];
        };
        KeepRequest: {
            name?: string;
        };
        KeepSlicesRequest: {
            slices: components["schemas"]["KeptSliceRequest"][];
        };
        KeptSamples: {
            samples: string[];
        };
        KeptSliceRequest: {
            /** Format: int64 */
            start: number;
            /** Format: int64 */
            end: number;
            name: string;
            /** @default  */
            label: string;
            category?: components["schemas"]["CategoryEnum"];
        };
        LabelledSpanRequest: {
            /** Format: int64 */
            start: number;
            /** Format: int64 */
            end: number;
            label: string;
        };
        /** @description The version of a dataset that a model learned from. */
        LearnedFrom: {
            /** Format: uuid */
            id: string;
            name: string;
            number: number;
        };
        /**
         * @description * `info` - Info
         *     * `warning` - Warning
         *     * `error` - Error
         * @enum {string}
         */
        LevelEnum: "info" | "warning" | "error";
        LicenceCount: {
            licence: string;
            title: string;
            sounds: number;
        };
        /**
         * @description * `CC0-1.0` - CC0 1.0
         *     * `CC-BY-4.0` - CC BY 4.0
         *     * `CC-BY-SA-4.0` - CC BY-SA 4.0
         *     * `CC-BY-NC-4.0` - CC BY-NC 4.0
         *     * `CC-BY-NC-SA-4.0` - CC BY-NC-SA 4.0
         * @enum {string}
         */
        LicenceEnum: "CC0-1.0" | "CC-BY-4.0" | "CC-BY-SA-4.0" | "CC-BY-NC-4.0" | "CC-BY-NC-SA-4.0";
        /** @description A licence, and what it lets others do. */
        LicenceKind: {
            id: components["schemas"]["LicenceEnum"];
            title: string;
            sentence: string;
        };
        /** @description What one unknown slice is, and the label that it sounds like (empty: like none). */
        Likeness: {
            kind: components["schemas"]["LikenessKindEnum"];
            label: string;
            /** Format: double */
            sureness: number;
        };
        LikenessAnswer: {
            suggestions: components["schemas"]["Likeness"][];
        };
        /**
         * @description * `voice` - voice
         *     * `tone` - tone
         *     * `knocks` - knocks
         *     * `noise` - noise
         * @enum {string}
         */
        LikenessKindEnum: "voice" | "tone" | "knocks" | "noise";
        LikenessRequestRequest: {
            unknown: components["schemas"]["SpanRequest"][];
            known: components["schemas"]["LabelledSpanRequest"][];
        };
        Member: {
            /** Format: uuid */
            readonly id: string;
            readonly name: string;
            readonly role: components["schemas"]["RoleEnum"];
        };
        /** @description What the pages read of a card; the file holds more (see generation.model_card). */
        ModelCard: {
            step: number;
            sha256: string;
            size_bytes: number;
            preset: string;
            corpus: components["schemas"]["CorpusPart"][];
            auditions: components["schemas"]["CardAudition"][];
            good_for: string;
            licence: string;
            owner: string;
            lineage: components["schemas"]["Ancestor"][];
        };
        /**
         * @description Send the weights to `/api/uploads/wavenets/ID` with PATCH, in pieces of at most 64 MB, each with the header
         *     Upload-Offset; the last one is answered with the model.
         */
        ModelUpload: {
            /** Format: uuid */
            id: string;
            offset_bytes: number;
            length_bytes: number;
        };
        /** @description A thing by its name. */
        Named: {
            /** Format: uuid */
            id: string;
            name: string;
            mine: boolean;
        };
        NewCollectionRequest: {
            name: string;
            samples?: string[];
        };
        /** @description An answer where `thread` is given; its place is then the thread's. */
        NewCommentRequest: {
            text: string;
            /** Format: uuid */
            thread?: string;
            /** Format: double */
            seconds?: number | null;
            track?: string;
            clip?: string;
        };
        /** @description Of these sounds, of what the rule finds, or of both. */
        NewDatasetRequest: {
            name: string;
            samples?: string[];
            rule?: components["schemas"]["RuleRequest"];
        };
        /** @description What to generate. Curves count from the first sample that is made, in seconds. */
        NewGenerationRequest: {
            /** Format: uuid */
            wavenet: string;
            step?: number | null;
            /** Format: double */
            temperature: number;
            /** Format: int64 */
            random_seed?: number | null;
            class_name?: string;
            /** Format: uuid */
            prompt?: string | null;
            /** Format: double */
            prompt_end_seconds?: number | null;
            /** Format: double */
            seconds: number;
            voices: number;
            class_curve?: unknown[][] | null;
            temperature_curve?: (number | null)[][] | null;
            loudness_curve?: (number | null)[][] | null;
            pitch_curve?: (number | null)[][] | null;
            /** Format: uuid */
            contour?: string | null;
            contour_fit?: components["schemas"]["ContourFitEnum"];
            keep_prompt?: boolean;
            /** Format: double */
            least_seconds?: number | null;
            turns?: boolean;
            declick?: boolean;
            trim?: boolean;
        };
        /** @description The card as the text of its file, and how many bytes of weights will follow. */
        NewModelUploadRequest: {
            name?: string;
            card: string;
            /** Format: int64 */
            length_bytes: number;
        };
        NewOwnerRequest: {
            /** Format: uuid */
            member: string;
        };
        /** @description What a played voice begins as. */
        NewPlayedRequest: {
            /** Format: uuid */
            wavenet: string;
            step?: number | null;
            /** Format: double */
            temperature: number;
            /** Format: int64 */
            random_seed?: number | null;
            class_name?: string;
            /** Format: uuid */
            prompt?: string | null;
            /** Format: double */
            prompt_end_seconds?: number | null;
        };
        /** @description A name; or, instead of it, the version that is about to be restored. */
        NewVersionRequest: {
            name?: string;
            /** Format: uuid */
            restoring?: string;
        };
        /** @description `confirm`: the codes of the warnings that somebody has read and means. */
        NewWavenetRequest: {
            /** Format: uuid */
            dataset_version?: string | null;
            samples?: string[];
            preset: components["schemas"]["PresetEnum"];
            steps: number;
            classes_from: components["schemas"]["ClassesFromEnum"];
            sample_rate_hz?: number | null;
            /** Format: double */
            receptive_field_ms?: number | null;
            batch?: number | null;
            name: string;
            confirm?: string[];
        };
        /**
         * @description * `recorded` - Recorded
         *     * `external` - External
         *     * `generated` - Generated
         *     * `bounced` - Bounced
         *     * `composed` - Composed
         * @enum {string}
         */
        OriginEnum: "recorded" | "external" | "generated" | "bounced" | "composed";
        /** @description What a project was made from; `project` only for those who are members of that one, too. */
        Original: {
            /** Format: uuid */
            project: string | null;
            name: string;
            owner_name: string;
        };
        PaginatedChangeList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=4
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=2
             */
            previous?: string | null;
            results: components["schemas"]["Change"][];
        };
        PaginatedDatasetList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=4
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=2
             */
            previous?: string | null;
            results: components["schemas"]["Dataset"][];
        };
        PaginatedGenerationList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=4
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=2
             */
            previous?: string | null;
            results: components["schemas"]["Generation"][];
        };
        PaginatedRenderList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=4
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=2
             */
            previous?: string | null;
            results: components["schemas"]["Render"][];
        };
        PaginatedSampleList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=4
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=2
             */
            previous?: string | null;
            results: components["schemas"]["Sample"][];
        };
        PaginatedStudioProjectList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=4
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=2
             */
            previous?: string | null;
            results: components["schemas"]["StudioProject"][];
        };
        PaginatedWavenetList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=4
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?page=2
             */
            previous?: string | null;
            results: components["schemas"]["Wavenet"][];
        };
        PatchedCollectionNameRequest: {
            name?: string;
        };
        PatchedCommentChangeRequest: {
            text?: string;
            resolved?: boolean;
        };
        PatchedDatasetNameRequest: {
            name?: string;
        };
        PatchedInvitedRoleRequest: {
            role?: components["schemas"]["InvitedRoleEnum"];
        };
        PatchedNoteRequest: {
            note?: string;
        };
        PatchedProjectNameRequest: {
            name?: string;
        };
        /** @description What an owner may change. */
        PatchedSampleChangeRequest: {
            name?: string;
            details?: string;
            category?: components["schemas"]["CategoryEnum"];
            tags?: string[];
        };
        /** @description What its owner calls it, and says that it is good for. */
        PatchedWavenetDescriptionRequest: {
            name?: string;
            good_for?: string;
        };
        /** @description What a model of it may be published under: its strictest sound decides. */
        Permissions: {
            licences: components["schemas"]["LicenceCount"][];
            publishable_under: string[];
            sentence: string;
            other_people: number;
        };
        Person: {
            /** Format: uuid */
            readonly id: string;
            readonly name: string;
        };
        /** @description A plan with one that must be confirmed is refused until its code is in `confirm`. */
        PlanWarning: {
            code: string;
            sentence: string;
            must_confirm: boolean;
        };
        Preset: {
            name: string;
            title: string;
            description: string;
            /** Format: double */
            receptive_field_ms: number;
            sample_rate_hz: number;
            default_steps: number;
            batch: number;
            parameter_count: number;
            example: components["schemas"]["PresetExample"] | null;
        };
        /**
         * @description * `gpu` - gpu
         *     * `published` - published
         *     * `sketch` - sketch
         *     * `small` - small
         *     * `voice` - voice
         * @enum {string}
         */
        PresetEnum: "gpu" | "published" | "sketch" | "small" | "voice";
        /** @description What a model of this preset said last, for whoever may hear it. */
        PresetExample: {
            /** Format: uuid */
            wavenet: string;
            name: string;
            step: number;
            audio_url: string;
        };
        ProjectNameRequest: {
            name: string;
        };
        /** @description `despite_copies`: share a generated sample though it repeats what its model learned from. */
        PublicationRequest: {
            licence: components["schemas"]["LicenceEnum"];
            /** @default false */
            despite_copies: boolean;
        };
        QueuedTraining: {
            /** Format: uuid */
            wavenet: string;
            /** Format: uuid */
            job: string;
            place: number;
            ahead_mine: number;
            ahead_others: number;
            /** Format: double */
            starts_in_seconds: number | null;
            needs: string;
        };
        /** @description A render; addresses are empty until its files exist. */
        Render: {
            /** Format: uuid */
            readonly id: string;
            readonly name: string;
            /** Format: uuid */
            readonly project: string | null;
            /** Format: uuid */
            readonly version: string | null;
            readonly job: components["schemas"]["Job"] | null;
            readonly left_out: unknown;
            readonly report: unknown;
            /** Format: double */
            readonly duration_seconds: number | null;
            readonly mix_url: string;
            readonly master_url: string;
            readonly peaks_url: string;
            readonly credits: components["schemas"]["Credit"][];
            /** Format: date-time */
            readonly created_at: string;
            readonly owner: components["schemas"]["Person"];
            readonly mine: boolean;
            readonly licence: components["schemas"]["LicenceEnum"];
            readonly is_public: boolean;
            /** Format: date-time */
            readonly published_at: string | null;
            readonly withdrawn_input: string;
        };
        RenderRequestRequest: {
            name?: string;
        };
        /** @description `steps` in all; as planned where it is missing. */
        ResumeRequest: {
            steps?: number | null;
        };
        /**
         * @description * `owner` - Owner
         *     * `editor` - Editor
         *     * `commenter` - Commenter
         *     * `listener` - Listener
         * @enum {string}
         */
        RoleEnum: "owner" | "editor" | "commenter" | "listener";
        /** @description A saved search: what the library is asked for, in its own words. */
        RuleRequest: {
            scope?: components["schemas"]["ScopeEnum"];
            search?: string;
            tag?: string;
            category?: components["schemas"]["CategoryEnum"];
            origin?: components["schemas"]["OriginEnum"];
            /** Format: uuid */
            collection?: string;
        };
        /** @description A sample. Another person's “mine” is served as “users”. */
        Sample: {
            /** Format: uuid */
            readonly id: string;
            readonly name: string;
            readonly details: string;
            readonly origin: components["schemas"]["OriginEnum"];
            readonly category: components["schemas"]["CategoryEnum"];
            readonly state: components["schemas"]["StateEnum"];
            readonly problem: string;
            /** Format: date-time */
            readonly created_at: string;
            readonly tags: string[];
            readonly source_name: string;
            readonly source_format: string;
            /** Format: double */
            readonly duration_seconds: number | null;
            readonly frames: number | null;
            readonly sample_rate_hz: number | null;
            readonly channels: number | null;
            /** Format: double */
            readonly bandwidth_hz: number | null;
            /** Format: double */
            readonly integrated_lufs: number | null;
            /** Format: double */
            readonly true_peak_dbtp: number | null;
            /** Format: double */
            readonly voicing: number | null;
            /** Format: uuid */
            readonly wavenet: string | null;
            readonly wavenet_name: string;
            readonly training_steps: number | null;
            readonly receptive_field_samples: number | null;
            /** Format: double */
            readonly receptive_field_ms: number | null;
            /** Format: uuid */
            readonly prompt: string | null;
            /** @description Empty also where the prompt is somebody's private sample: its name is nobody else's business. */
            readonly prompt_name: string;
            /** Format: double */
            readonly temperature: number | null;
            readonly random_seed: number | null;
            readonly class_name: string;
            /** Format: uuid */
            readonly parent: string | null;
            /** @description Empty also where it is somebody's private recording. */
            readonly parent_name: string;
            /** Format: double */
            readonly start_seconds: number | null;
            readonly treatment: string[];
            readonly markers: number[];
            readonly audio_url: string;
            readonly peaks_url: string;
            readonly credit: string;
            readonly bounce: components["schemas"]["Bounced"] | null;
            readonly owner: components["schemas"]["Person"];
            readonly mine: boolean;
            readonly licence: components["schemas"]["LicenceEnum"];
            readonly is_public: boolean;
            /** Format: date-time */
            readonly published_at: string | null;
            readonly withdrawn_input: string;
        };
        /**
         * @description * `linear` - linear
         *     * `log` - log
         * @enum {string}
         */
        ScaleEnum: "linear" | "log";
        /**
         * @description * `mine` - mine
         *     * `public` - public
         * @enum {string}
         */
        ScopeEnum: "mine" | "public";
        Slice: {
            /** Format: int64 */
            start: number;
            /** Format: int64 */
            end: number;
            id: string;
            label: string;
            out: boolean;
            own: boolean;
            /** Format: uuid */
            sample: string | null;
        };
        /** @description A word for slices, and the category (with its colour) that samples made of them get. */
        SliceLabel: {
            name: string;
            category: components["schemas"]["CategoryEnum"];
        };
        /** @description A word for slices, and the category (with its colour) that samples made of them get. */
        SliceLabelRequest: {
            name: string;
            category: components["schemas"]["CategoryEnum"];
        };
        SliceRequest: {
            /** Format: int64 */
            start: number;
            /** Format: int64 */
            end: number;
            id: string;
            label: string;
            out: boolean;
            own: boolean;
            /** Format: uuid */
            sample: string | null;
        };
        Slicing: {
            readonly version: number;
            readonly document: components["schemas"]["SlicingDocument"] | null;
            readonly is_heard: boolean;
            readonly levels: components["schemas"]["TileLevel"][];
            readonly hop_frames: number;
            /** Format: double */
            readonly threshold_dbfs: number;
            readonly job: components["schemas"]["Job"] | null;
            readonly tiles_url: string;
            readonly part_url: string;
        };
        /** @description How a recording is cut, as its owner left it. */
        SlicingDocument: {
            wishes: components["schemas"]["Wishes"];
            labels: components["schemas"]["SliceLabel"][];
            slices: components["schemas"]["Slice"][];
        };
        /** @description How a recording is cut, as its owner left it. */
        SlicingDocumentRequest: {
            wishes: components["schemas"]["WishesRequest"];
            labels: components["schemas"]["SliceLabelRequest"][];
            slices: components["schemas"]["SliceRequest"][];
        };
        SlicingSaveRequest: {
            version: number;
            document: components["schemas"]["SlicingDocumentRequest"];
        };
        SlicingVersion: {
            version: number;
        };
        Span: {
            /** Format: int64 */
            start: number;
            /** Format: int64 */
            end: number;
        };
        SpanRequest: {
            /** Format: int64 */
            start: number;
            /** Format: int64 */
            end: number;
        };
        /** @description The piece for the first visit: its arrangement, its sounds, and its render once there is one. */
        Starter: {
            name: string;
            document: unknown;
            samples: components["schemas"]["Sample"][];
            render: components["schemas"]["Render"] | null;
        };
        /**
         * @description * `processing` - Processing
         *     * `ready` - Ready
         *     * `failed` - Failed
         * @enum {string}
         */
        StateEnum: "processing" | "ready" | "failed";
        /**
         * @description * `queued` - Queued
         *     * `running` - Running
         *     * `succeeded` - Succeeded
         *     * `failed` - Failed
         *     * `cancelled` - Cancelled
         * @enum {string}
         */
        StatusEnum: "queued" | "running" | "succeeded" | "failed" | "cancelled";
        StretchRequestRequest: {
            parts: components["schemas"]["StretchedPartRequest"][];
        };
        /** @description `audio_url` is empty until it is made. */
        Stretched: {
            /** Format: uuid */
            readonly id: string;
            readonly state: string;
            readonly problem: string;
            readonly audio_url: string;
        };
        /** @description The fields of a clip that say what it plays. */
        StretchedPartRequest: {
            /** Format: uuid */
            sample: string;
            /** Format: double */
            offset_seconds: number;
            /** Format: double */
            duration_seconds: number;
            /** Format: double */
            speed: number;
            /** Format: double */
            semitones: number;
            preserve_pitch: boolean;
            loop: boolean;
        };
        /** @description A project as one of its members sees it; the context holds the request. */
        StudioProject: {
            /** Format: uuid */
            readonly id: string;
            readonly name: string;
            readonly owner: components["schemas"]["Person"];
            readonly mine: boolean;
            readonly role: components["schemas"]["RoleEnum"];
            readonly members: components["schemas"]["Member"][];
            /** Format: date-time */
            readonly created_at: string;
            /** Format: date-time */
            readonly edited_at: string;
            readonly forked_from: components["schemas"]["Original"] | null;
        };
        /** @description A word on one's own samples, and on how many. */
        Tag: {
            name: string;
            count: number;
        };
        Take: {
            /** Format: uuid */
            readonly id: string;
            readonly voice: number;
            readonly frames: number;
            readonly sample_rate_hz: number;
            /** Format: double */
            readonly duration_seconds: number;
            /**
             * Format: double
             * @description Of the prompt that the take begins with.
             */
            readonly join_seconds: number;
            readonly cleaned: {
                [key: string]: unknown;
            };
            readonly audio_url: string;
            readonly peaks_url: string;
            /** Format: uuid */
            readonly kept_as: string | null;
        };
        /** @description How a sample was generated. Needs the `request` in its context: of the corpus, everybody sees what they may. */
        TakeRecord: {
            /** Format: uuid */
            readonly sample: string;
            readonly record: {
                [key: string]: unknown;
            };
            readonly leak: {
                [key: string]: unknown;
            } | null;
            readonly corpus: string[];
            readonly corpus_count: number;
            readonly job: components["schemas"]["Job"] | null;
        };
        /** @description One level of the tiles file: columns of `width` bytes from `offset` on, each of `span` frames or ticks. */
        TileLevel: {
            kind: components["schemas"]["TileLevelKindEnum"];
            span: number;
            width: number;
            offset: number;
            columns: number;
        };
        /**
         * @description * `peaks` - peaks
         *     * `bands` - bands
         * @enum {string}
         */
        TileLevelKindEnum: "peaks" | "bands";
        TrainingLine: {
            readonly id: number;
            /** Format: date-time */
            readonly at: string;
            readonly level: components["schemas"]["LevelEnum"];
            readonly step: number;
            readonly text: string;
        };
        TrainingQueue: {
            running: number;
            waiting: number;
            mine: components["schemas"]["QueuedTraining"][];
            allowance: components["schemas"]["Allowance"];
        };
        /**
         * @description How a training went beside its loss: `[step, gradient norm, learning rate, steps a second]`, and its log, which
         *     its owner alone reads.
         */
        TrainingRun: {
            gauges: number[][];
            log: components["schemas"]["TrainingLine"][];
        };
        /** @description What is to be done; what is left out is not done. */
        TreatmentRequest: {
            /** Format: double */
            high_pass_hz?: number | null;
            hum_hz?: components["schemas"]["HumHzEnum"] | null;
            /** Format: double */
            declick?: number | null;
            /** Format: double */
            noise_db?: number | null;
            /** Format: double */
            level_lufs?: number | null;
        };
        /** @description A version without its document. */
        Version: {
            /** Format: uuid */
            readonly id: string;
            readonly kind: components["schemas"]["VersionKindEnum"];
            readonly name: string;
            readonly clip_count: number;
            readonly created_by: components["schemas"]["Person"] | null;
            /** Format: date-time */
            readonly created_at: string;
            readonly renders: string[];
        };
        /**
         * @description * `named` - Named
         *     * `automatic` - Automatic
         *     * `rendered` - Rendered
         *     * `replaced` - Replaced
         * @enum {string}
         */
        VersionKindEnum: "named" | "automatic" | "rendered" | "replaced";
        /** @description A version in a list. Needs `members__sample` fetched. */
        VersionSummary: {
            /** Format: uuid */
            readonly id: string;
            readonly number: number;
            /** Format: date-time */
            readonly created_at: string;
            readonly sounds: number;
            /** Format: double */
            readonly seconds: number;
            readonly level: string | null;
            readonly models: {
                [key: string]: string;
            }[];
        };
        /** @description A model with its card: what it learned from, how it went, what it said on the way. */
        Wavenet: {
            /** Format: uuid */
            readonly id: string;
            readonly name: string;
            readonly preset: string;
            readonly classes: string[];
            readonly controls: string[];
            readonly classes_from: components["schemas"]["ClassesFromEnum"];
            readonly sample_rate_hz: number;
            readonly receptive_field_samples: number;
            /** Format: double */
            readonly receptive_field_ms: number;
            readonly parameter_count: number;
            readonly steps_planned: number;
            readonly steps_done: number;
            /** Format: double */
            readonly used_seconds: number | null;
            /** Format: double */
            readonly epoch_steps: number | null;
            /** Format: double */
            readonly loss_nats: number | null;
            /** Format: double */
            readonly validation_loss_nats: number | null;
            /** Format: double */
            readonly steps_per_second: number | null;
            readonly curve: (number | null)[][];
            /** Format: date-time */
            readonly created_at: string;
            readonly inputs: components["schemas"]["WavenetInput"][];
            readonly checkpoints: components["schemas"]["Checkpoint"][];
            readonly auditions: components["schemas"]["Audition"][];
            readonly job: components["schemas"]["Job"] | null;
            readonly paused: boolean;
            readonly good_for: string;
            readonly forked_from: components["schemas"]["ForkedFrom"] | null;
            readonly imported: boolean;
            readonly dataset: components["schemas"]["LearnedFrom"] | null;
            readonly owner: components["schemas"]["Person"];
            readonly mine: boolean;
            readonly licence: components["schemas"]["LicenceEnum"];
            readonly is_public: boolean;
            /** Format: date-time */
            readonly published_at: string | null;
            readonly withdrawn_input: string;
        };
        WavenetInput: {
            /** Format: uuid */
            readonly sample: string | null;
            readonly sample_name: string;
            readonly class_name: string;
            readonly held_out: boolean;
        };
        /** @description What to train on and how: a version of a dataset, or sounds that become one. */
        WavenetPlanRequest: {
            /** Format: uuid */
            dataset_version?: string | null;
            samples?: string[];
            preset: components["schemas"]["PresetEnum"];
            steps: number;
            classes_from: components["schemas"]["ClassesFromEnum"];
            sample_rate_hz?: number | null;
            /** Format: double */
            receptive_field_ms?: number | null;
            batch?: number | null;
        };
        /** @description A version without its document. */
        WholeVersion: {
            /** Format: uuid */
            readonly id: string;
            readonly kind: components["schemas"]["VersionKindEnum"];
            readonly name: string;
            readonly clip_count: number;
            readonly created_by: components["schemas"]["Person"] | null;
            /** Format: date-time */
            readonly created_at: string;
            readonly renders: string[];
            readonly document: unknown;
        };
        /** @description How to cut; see `mixing.analysis.slices.Wishes`. */
        Wishes: {
            /** Format: double */
            threshold_dbfs: number;
            /** Format: double */
            fineness: number;
            /** Format: double */
            least_seconds: number;
            /** Format: double */
            most_seconds: number;
            /** Format: double */
            room_seconds: number;
        };
        /** @description How to cut; see `mixing.analysis.slices.Wishes`. */
        WishesRequest: {
            /** Format: double */
            threshold_dbfs: number;
            /** Format: double */
            fineness: number;
            /** Format: double */
            least_seconds: number;
            /** Format: double */
            most_seconds: number;
            /** Format: double */
            room_seconds: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    account_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    account_sign_in_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    account_sign_out_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    account_sign_up_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialsRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    auditions_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                audition_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedNoteRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audition"];
                };
            };
        };
    };
    catalogue_effects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EffectKind"][];
                };
            };
        };
    };
    catalogue_licences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicenceKind"][];
                };
            };
        };
    };
    collections_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"][];
                };
            };
        };
    };
    collections_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCollectionRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
        };
    };
    collections_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
        };
    };
    collections_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    collections_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedCollectionNameRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
        };
    };
    collections_add_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CollectionSamplesRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
        };
    };
    collections_remove_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CollectionSamplesRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
        };
    };
    datasets_list: {
        parameters: {
            query?: {
                /** @description A page number within the paginated result set. */
                page?: number;
                /** @description Number of results to return per page. */
                page_size?: number;
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedDatasetList"];
                };
            };
        };
    };
    datasets_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDatasetRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
        };
    };
    datasets_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
        };
    };
    datasets_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    datasets_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedDatasetNameRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
        };
    };
    datasets_change_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DatasetChangeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetVersion"];
                };
            };
        };
    };
    datasets_update_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetVersion"];
                };
            };
        };
    };
    dataset_versions_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetVersion"];
                };
            };
        };
    };
    datasets_versions_examine_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    generations_list: {
        parameters: {
            query?: {
                /** @description A page number within the paginated result set. */
                page?: number;
                /** @description Number of results to return per page. */
                page_size?: number;
                wavenet?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedGenerationList"];
                };
            };
        };
    };
    generations_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGenerationRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Generation"];
                };
            };
        };
    };
    generations_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                generation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Generation"];
                };
            };
        };
    };
    generations_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                generation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    generations_keep_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                generation_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["KeepAllRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"][];
                };
            };
        };
    };
    generations_stop_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                generation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Generation"];
                };
            };
        };
    };
    invitations_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationPreview"];
                };
            };
        };
    };
    invitations_accept_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudioProject"];
                };
            };
        };
    };
    jobs_list: {
        parameters: {
            query?: {
                unfinished?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"][];
                };
            };
        };
    };
    jobs_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    jobs_cancel_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    play_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPlayedRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Generation"];
                };
            };
        };
    };
    presets_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preset"][];
                };
            };
        };
    };
    projects_list: {
        parameters: {
            query?: {
                /** @description A page number within the paginated result set. */
                page?: number;
                /** @description Number of results to return per page. */
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedStudioProjectList"];
                };
            };
        };
    };
    projects_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectNameRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudioProject"];
                };
            };
        };
    };
    projects_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudioProject"];
                };
            };
        };
    };
    projects_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    projects_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedProjectNameRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudioProject"];
                };
            };
        };
    };
    projects_bounces_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BounceRequestRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bounce"];
                };
            };
        };
    };
    project_comments_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comments"];
                };
            };
        };
    };
    projects_comments_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCommentRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
        };
    };
    projects_comments_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                comment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    projects_comments_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                comment_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedCommentChangeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
        };
    };
    projects_comments_seen_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    projects_document_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    projects_fork_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ForkRequestRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fork"];
                };
            };
        };
    };
    project_history_list: {
        parameters: {
            query?: {
                /** @description A page number within the paginated result set. */
                page?: number;
                /** @description Number of results to return per page. */
                page_size?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedChangeList"];
                };
            };
        };
    };
    project_invitations_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"][];
                };
            };
        };
    };
    projects_invitations_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationRequestRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
        };
    };
    projects_invitations_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    projects_members_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    projects_members_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedInvitedRoleRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudioProject"];
                };
            };
        };
    };
    projects_owner_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOwnerRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudioProject"];
                };
            };
        };
    };
    projects_renders_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RenderRequestRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Render"];
                };
            };
        };
    };
    project_samples_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"][];
                };
            };
        };
    };
    projects_samples_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BringSampleRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"];
                };
            };
        };
    };
    projects_samples_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    projects_stretched_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StretchRequestRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stretched"][];
                };
            };
        };
    };
    project_versions_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"][];
                };
            };
        };
    };
    projects_versions_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewVersionRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
        };
    };
    projects_versions_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeVersion"];
                };
            };
        };
    };
    projects_versions_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    projects_versions_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedProjectNameRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
        };
    };
    projects_versions_differences_list: {
        parameters: {
            query?: {
                to?: string;
            };
            header?: never;
            path: {
                project_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Difference"][];
                };
            };
        };
    };
    renders_list: {
        parameters: {
            query?: {
                /** @description A page number within the paginated result set. */
                page?: number;
                /** @description Number of results to return per page. */
                page_size?: number;
                project?: string;
                scope?: "mine" | "public";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedRenderList"];
                };
            };
        };
    };
    renders_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                render_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Render"];
                };
            };
        };
    };
    renders_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                render_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    renders_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                render_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedProjectNameRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Render"];
                };
            };
        };
    };
    renders_publish_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublicationRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Render"];
                };
            };
        };
    };
    renders_unpublish_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Render"];
                };
            };
        };
    };
    samples_list: {
        parameters: {
            query?: {
                category?: "bounces" | "mine" | "other" | "users" | "wavenet";
                collection?: string;
                origin?: "bounced" | "composed" | "external" | "generated" | "recorded";
                /** @description A page number within the paginated result set. */
                page?: number;
                /** @description Number of results to return per page. */
                page_size?: number;
                project?: string;
                scope?: "mine" | "project" | "public";
                search?: string;
                sort?: "-created_at" | "-duration" | "-name" | "created_at" | "duration" | "name";
                state?: "failed" | "processing" | "ready";
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedSampleList"];
                };
            };
        };
    };
    samples_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"];
                };
            };
        };
    };
    samples_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    samples_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedSampleChangeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"];
                };
            };
        };
    };
    samples_alike_list: {
        parameters: {
            query?: {
                category?: "bounces" | "mine" | "other" | "users" | "wavenet";
                collection?: string;
                origin?: "bounced" | "composed" | "external" | "generated" | "recorded";
                project?: string;
                scope?: "mine" | "project" | "public";
                search?: string;
                tag?: string;
            };
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alike"][];
                };
            };
        };
    };
    samples_clean_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TreatmentRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"];
                };
            };
        };
    };
    samples_slicing_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Slicing"];
                };
            };
        };
    };
    samples_slicing_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlicingSaveRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlicingVersion"];
                };
            };
        };
    };
    samples_slicing_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Slicing"];
                };
            };
        };
    };
    samples_slicing_copy_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    samples_slicing_find_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WishesRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundSlices"];
                };
            };
        };
    };
    samples_slicing_keep_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeepSlicesRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptSamples"];
                };
            };
        };
    };
    samples_slicing_likeness_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LikenessRequestRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LikenessAnswer"];
                };
            };
        };
    };
    samples_take_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakeRecord"];
                };
            };
        };
    };
    samples_take_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakeRecord"];
                };
            };
        };
    };
    samples_descendants_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Descendants"];
                };
            };
        };
    };
    samples_publish_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublicationRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"];
                };
            };
        };
    };
    samples_unpublish_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"];
                };
            };
        };
    };
    starter_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Starter"];
                };
            };
        };
    };
    tags_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tag"][];
                };
            };
        };
    };
    takes_keep_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                take_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["KeepRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"];
                };
            };
        };
    };
    uploads_wavenets_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewModelUploadRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelUpload"];
                };
            };
        };
    };
    uploads_wavenets_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelUpload"];
                };
            };
        };
    };
    uploads_wavenets_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    uploads_wavenets_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/offset+octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelUpload"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wavenet"];
                };
            };
        };
    };
    wavenets_list: {
        parameters: {
            query?: {
                /** @description A page number within the paginated result set. */
                page?: number;
                /** @description Number of results to return per page. */
                page_size?: number;
                scope?: "mine" | "public";
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedWavenetList"];
                };
            };
        };
    };
    wavenets_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWavenetRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wavenet"];
                };
            };
        };
    };
    wavenets_descendants_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Descendants"];
                };
            };
        };
    };
    wavenets_publish_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublicationRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wavenet"];
                };
            };
        };
    };
    wavenets_unpublish_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wavenet"];
                };
            };
        };
    };
    wavenets_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wavenet_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wavenet"];
                };
            };
        };
    };
    wavenets_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wavenet_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    wavenets_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wavenet_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedWavenetDescriptionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wavenet"];
                };
            };
        };
    };
    wavenets_card_retrieve: {
        parameters: {
            query?: {
                step?: number;
            };
            header?: never;
            path: {
                wavenet_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelCard"];
                };
            };
        };
    };
    wavenets_extend_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wavenet_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtendRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wavenet"];
                };
            };
        };
    };
    wavenets_fork_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wavenet_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForkRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wavenet"];
                };
            };
        };
    };
    wavenets_pause_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wavenet_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wavenet"];
                };
            };
        };
    };
    wavenets_resume_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wavenet_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ResumeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wavenet"];
                };
            };
        };
    };
    wavenets_run_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wavenet_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainingRun"];
                };
            };
        };
    };
    wavenets_estimate_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WavenetPlanRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Estimate"];
                };
            };
        };
    };
    wavenets_queue_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainingQueue"];
                };
            };
        };
    };
}
