"""Every address of the site × everybody who may come: what each is answered."""

# method and route → what the anonymous, a stranger, a listener, an editor and the owner are answered about private
# things of a shared project. A former member is answered as a stranger. The member to be removed is the listener,
# who may leave; 409: another's private sample is heard in the project and used nowhere else.
PRIVATE = """
GET    api/account                                             200 200 200 200 200
POST   api/account/sign-in                                     200 200 200 200 200
POST   api/account/sign-out                                    204 204 204 204 204
POST   api/account/sign-up                                     201 201 201 201 201
GET    api/starter                                             200 200 200 200 200
GET    api/catalogue/effects                                   200 200 200 200 200
GET    api/catalogue/licences                                  200 200 200 200 200
GET    api/presets                                             401 200 200 200 200
GET    api/tags                                                401 200 200 200 200

GET    api/jobs                                                401 200 200 200 200
GET    api/jobs/<uuid:job_id>                                  404 404 200 200 200
POST   api/jobs/<uuid:job_id>/cancel                           404 404 403 403 200

GET    api/collections                                         401 200 200 200 200
POST   api/collections                                         401 201 201 201 201
GET    api/collections/<uuid:collection_id>                    404 404 404 404 200
PATCH  api/collections/<uuid:collection_id>                    404 404 404 404 200
DELETE api/collections/<uuid:collection_id>                    404 404 404 404 204
POST   api/collections/<uuid:collection_id>/add                404 404 404 404 200
POST   api/collections/<uuid:collection_id>/remove             404 404 404 404 200

GET    api/samples                                             401 200 200 200 200
GET    api/samples/<uuid:sample_id>                            404 404 200 200 200
PATCH  api/samples/<uuid:sample_id>                            404 404 403 403 200
DELETE api/samples/<uuid:sample_id>                            404 404 403 403 204
GET    api/samples/<uuid:thing_id>/descendants                 404 404 403 403 200
POST   api/samples/<uuid:thing_id>/publish                     404 404 403 403 200
POST   api/samples/<uuid:thing_id>/unpublish                   404 404 403 403 200
GET    api/samples/<uuid:sample_id>/alike                      404 404 200 200 200
GET    api/samples/<uuid:sample_id>/slicing                    404 404 403 403 200
POST   api/samples/<uuid:sample_id>/slicing                    404 404 403 403 200
PUT    api/samples/<uuid:sample_id>/slicing                    404 404 403 403 200
POST   api/samples/<uuid:sample_id>/slicing/find               404 404 403 403 200
POST   api/samples/<uuid:sample_id>/slicing/likeness           404 404 403 403 200
POST   api/samples/<uuid:sample_id>/slicing/keep               404 404 403 403 201
POST   api/samples/<uuid:sample_id>/slicing/copy               404 404 403 403 201
POST   api/samples/<uuid:sample_id>/clean                      404 404 403 403 201
POST   api/uploads                                             401 201 201 201 201
HEAD   api/uploads/<uuid:upload_id>                            404 404 404 404 200
PATCH  api/uploads/<uuid:upload_id>                            404 404 404 404 204
DELETE api/uploads/<uuid:upload_id>                            404 404 404 404 204

GET    api/wavenets                                            401 200 200 200 200
POST   api/wavenets                                            401 400 409 409 201
POST   api/wavenets/estimate                                   401 400 409 409 200
GET    api/wavenets/<uuid:wavenet_id>                          404 404 404 404 200
PATCH  api/wavenets/<uuid:wavenet_id>                          404 404 404 404 200
DELETE api/wavenets/<uuid:wavenet_id>                          404 404 404 404 204
POST   api/wavenets/<uuid:wavenet_id>/resume                   404 404 404 404 200
POST   api/wavenets/<uuid:wavenet_id>/pause                    404 404 404 404 409
POST   api/wavenets/<uuid:wavenet_id>/extend                   404 404 404 404 200
POST   api/wavenets/<uuid:wavenet_id>/fork                     404 404 404 404 201
GET    api/wavenets/<uuid:wavenet_id>/run                      404 404 404 404 200
GET    api/wavenets/<uuid:wavenet_id>/card                     404 404 404 404 200
GET    api/wavenets/queue                                      401 200 200 200 200
PATCH  api/auditions/<uuid:audition_id>                        404 404 404 404 200
POST   api/uploads/wavenets                                    401 201 201 201 201
GET    api/uploads/wavenets/<uuid:model_upload_id>             404 404 404 404 200
PATCH  api/uploads/wavenets/<uuid:model_upload_id>             404 404 404 404 200
DELETE api/uploads/wavenets/<uuid:model_upload_id>             404 404 404 404 204
GET    api/wavenets/<uuid:thing_id>/descendants                404 404 404 404 200
POST   api/wavenets/<uuid:thing_id>/publish                    404 404 404 404 200
POST   api/wavenets/<uuid:thing_id>/unpublish                  404 404 404 404 200
GET    api/datasets                                            401 200 200 200 200
POST   api/datasets                                            401 400 409 409 201
GET    api/datasets/<uuid:dataset_id>                          404 404 404 404 200
PATCH  api/datasets/<uuid:dataset_id>                          404 404 404 404 200
DELETE api/datasets/<uuid:dataset_id>                          404 404 404 404 204
POST   api/datasets/<uuid:dataset_id>/change                   404 404 404 404 200
POST   api/datasets/<uuid:dataset_id>/update                   404 404 404 404 409
GET    api/datasets/<uuid:dataset_id>/versions/<int:number>    404 404 404 404 200
POST   api/datasets/<uuid:dataset_id>/versions/<int:number>/examine 404 404 404 404 201
GET    api/generations                                         401 200 200 200 200
POST   api/generations                                         401 404 404 404 201
GET    api/generations/<uuid:generation_id>                    404 404 404 404 200
DELETE api/generations/<uuid:generation_id>                    404 404 404 404 204
POST   api/takes/<uuid:take_id>/keep                           404 404 404 404 200
POST   api/generations/<uuid:generation_id>/stop               404 404 404 404 200
POST   api/generations/<uuid:generation_id>/keep               404 404 404 404 200
POST   api/play                                                401 404 404 404 201
GET    api/samples/<uuid:sample_id>/take                       404 404 404 404 404
POST   api/samples/<uuid:sample_id>/take                       404 404 404 404 404

GET    api/projects                                            401 200 200 200 200
POST   api/projects                                            401 201 201 201 201
GET    api/projects/<uuid:project_id>                          404 404 200 200 200
PATCH  api/projects/<uuid:project_id>                          404 404 403 403 200
DELETE api/projects/<uuid:project_id>                          404 404 403 403 204
GET    api/projects/<uuid:project_id>/document                 404 404 200 200 200
GET    api/projects/<uuid:project_id>/samples                  404 404 200 200 200
POST   api/projects/<uuid:project_id>/stretched                404 404 200 200 200
POST   api/projects/<uuid:project_id>/samples                  404 404 403 409 201
DELETE api/projects/<uuid:project_id>/samples/<uuid:sample_id> 404 404 403 204 204
GET    api/projects/<uuid:project_id>/invitations              404 404 403 403 200
POST   api/projects/<uuid:project_id>/invitations              404 404 403 403 201
DELETE api/projects/<uuid:project_id>/invitations/<str:token>  404 404 403 403 204
DELETE api/projects/<uuid:project_id>/members/<uuid:user_id>   404 404 204 403 204
PATCH  api/projects/<uuid:project_id>/members/<uuid:user_id>   404 404 403 403 200
POST   api/projects/<uuid:project_id>/owner                    404 404 403 403 200
GET    api/projects/<uuid:project_id>/versions                 404 404 200 200 200
POST   api/projects/<uuid:project_id>/versions                 404 404 403 201 201
GET    api/projects/<uuid:project_id>/versions/<uuid:version_id> 404 404 200 200 200
PATCH  api/projects/<uuid:project_id>/versions/<uuid:version_id> 404 404 403 200 200
DELETE api/projects/<uuid:project_id>/versions/<uuid:version_id> 404 404 403 403 204
GET    api/projects/<uuid:project_id>/versions/<uuid:version_id>/differences 404 404 200 200 200
GET    api/projects/<uuid:project_id>/history                  404 404 200 200 200
POST   api/projects/<uuid:project_id>/fork                     404 404 201 201 201
GET    api/projects/<uuid:project_id>/comments                 404 404 200 200 200
POST   api/projects/<uuid:project_id>/comments                 404 404 403 201 201
POST   api/projects/<uuid:project_id>/comments/seen            404 404 204 204 204
PATCH  api/projects/<uuid:project_id>/comments/<uuid:comment_id> 404 404 403 403 200
DELETE api/projects/<uuid:project_id>/comments/<uuid:comment_id> 404 404 403 403 204
POST   api/projects/<uuid:project_id>/renders                  404 404 403 201 201
POST   api/projects/<uuid:project_id>/bounces                  404 404 403 201 201
GET    api/invitations/<str:token>                             401 200 200 200 200
POST   api/invitations/<str:token>/accept                      401 200 200 200 200
GET    api/renders                                             200 200 200 200 200
GET    api/renders/<uuid:render_id>                            404 404 200 200 200
PATCH  api/renders/<uuid:render_id>                            404 404 403 403 200
DELETE api/renders/<uuid:render_id>                            404 404 403 403 204
POST   api/renders/<uuid:thing_id>/publish                     404 404 403 403 409
POST   api/renders/<uuid:thing_id>/unpublish                   404 404 403 403 200

GET    media/samples/<uuid:sample_id>/audio                    404 404 200 200 200
GET    media/samples/<uuid:sample_id>/peaks                    404 404 200 200 200
GET    media/samples/<uuid:sample_id>/tiles                    404 404 403 403 200
GET    media/samples/<uuid:sample_id>/part                     404 404 403 403 200
GET    media/auditions/<uuid:audition_id>/audio                404 404 404 404 200
GET    media/auditions/<uuid:audition_id>/peaks                404 404 404 404 200
GET    media/wavenets/<uuid:wavenet_id>/weights                404 404 404 404 200
GET    media/takes/<uuid:take_id>/audio                        404 404 404 404 200
GET    media/takes/<uuid:take_id>/peaks                        404 404 404 404 200
GET    media/renders/<uuid:render_id>/mix                      404 404 200 200 200
GET    media/projects/<uuid:project_id>/stretched/<uuid:stretched_id> 404 404 200 200 200
GET    media/renders/<uuid:render_id>/master                   404 404 200 200 200
GET    media/renders/<uuid:render_id>/peaks                    404 404 200 200 200
"""

# The same once the things are published: everybody may see and hear them, and only the owner may change them.
PUBLIC = """
GET    api/samples/<uuid:sample_id>                            200 200 200 200 200
GET    api/samples/<uuid:sample_id>/alike                      200 200 200 200 200
PATCH  api/samples/<uuid:sample_id>                            403 403 403 403 200
DELETE api/samples/<uuid:sample_id>                            403 403 403 403 204
GET    api/samples/<uuid:thing_id>/descendants                 403 403 403 403 200
POST   api/samples/<uuid:thing_id>/publish                     403 403 403 403 200
POST   api/samples/<uuid:thing_id>/unpublish                   403 403 403 403 200
GET    api/wavenets/<uuid:wavenet_id>                          200 200 200 200 200
PATCH  api/wavenets/<uuid:wavenet_id>                          403 403 403 403 200
DELETE api/wavenets/<uuid:wavenet_id>                          403 403 403 403 204
GET    api/wavenets/<uuid:thing_id>/descendants                403 403 403 403 200
POST   api/wavenets/<uuid:wavenet_id>/pause                    404 403 403 403 409
POST   api/wavenets/<uuid:wavenet_id>/extend                   404 403 403 403 200
POST   api/wavenets/<uuid:wavenet_id>/fork                     404 201 201 201 201
GET    api/wavenets/<uuid:wavenet_id>/run                      200 200 200 200 200
GET    api/wavenets/<uuid:wavenet_id>/card                     200 200 200 200 200
GET    media/wavenets/<uuid:wavenet_id>/weights                200 200 200 200 200
PATCH  api/auditions/<uuid:audition_id>                        403 403 403 403 200
POST   api/generations                                         401 201 201 201 201
GET    api/generations/<uuid:generation_id>                    404 404 404 404 200
POST   api/takes/<uuid:take_id>/keep                           404 404 404 404 200
GET    api/renders/<uuid:render_id>                            200 200 200 200 200
PATCH  api/renders/<uuid:render_id>                            403 403 403 403 200
DELETE api/renders/<uuid:render_id>                            403 403 403 403 204
POST   api/projects/<uuid:project_id>/samples                  404 404 403 201 201
GET    media/samples/<uuid:sample_id>/audio                    200 200 200 200 200
GET    media/samples/<uuid:sample_id>/peaks                    200 200 200 200 200
GET    media/auditions/<uuid:audition_id>/audio                200 200 200 200 200
GET    media/auditions/<uuid:audition_id>/peaks                200 200 200 200 200
GET    media/takes/<uuid:take_id>/audio                        404 404 404 404 200
GET    media/renders/<uuid:render_id>/mix                      200 200 200 200 200
GET    media/renders/<uuid:render_id>/master                   200 200 200 200 200
GET    media/renders/<uuid:render_id>/peaks                    200 200 200 200 200
"""

# Close codes of the sockets; 0 stays open.
SOCKETS = """
ws/events                     4401    0    0    0    0
ws/projects/<uuid:project_id> 4401 4404    0    0    0
ws/generations/<uuid:generation_id> 4401 4404 4404 4404 0
"""
