"""Django's settings. Everything that an operator may change comes from studio.environment."""

import dj_database_url

from studio import environment

BASE_DIR = environment.BASE
DATA_DIR = environment.data_folder()
SECRET_KEY = environment.secret_key(DATA_DIR)
DEBUG = environment.flag("DEBUG")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("BEHIND_PROXY") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.flag("HTTPS_ONLY")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "studio.accounts",
    "studio.jobs",
    "studio.library",
    "studio.wavenets",
    "studio.projects",
    "studio.collaboration",
    "studio.tasks",
    "studio.processes",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "studio.security.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}}]
ROOT_URLCONF = "studio.urls"
ASGI_APPLICATION = "studio.asgi.application"

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

DATABASES = {
    "default": dj_database_url.parse(environment.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'overhear.sqlite3'}"))
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # Writers queue for the lock instead of failing; readers never wait.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL, CELERY_BROKER_URL = environment.redis_urls(DATA_DIR)
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": "overhear"},
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than any job: a shorter one would hand a running job to a second worker.
    "visibility_timeout": 86_400,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

STORAGES = {
    "default": (
        {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": environment.text("S3_BUCKET")}}
        if environment.text("S3_BUCKET")
        else {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "media"}}
    ),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATIC_URL = "/static/"
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/"
FILE_UPLOAD_PERMISSIONS = 0o600

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["studio.accounts.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "studio.errors.handle",
    "DEFAULT_THROTTLE_RATES": {
        "sign-in": "20/min",
        "sign-up": f"{environment.number('SIGN_UPS_AN_HOUR', 30):.0f}/hour",  # from one address: a class may need more
        "upload": "2000/hour",
        "job": "600/hour",
        "stretch": "240/min",  # an editor asks again and again until its clips are made
        "search": "300/min",
    },
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Overhear",
    "VERSION": "1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "studio.projects.models.Membership.Role",
        "InvitedRoleEnum": "studio.projects.models.INVITED_ROLES",
        "VersionKindEnum": "studio.projects.models.Version.Kind",
        "LicenceEnum": "studio.library.models.Licence",
    },
}

# Limits of the site
QUOTA_BYTES = 20 * 1024**3  # audio that one person may keep
MAX_UPLOAD_BYTES = 2 * 1024**3
MIXING_CACHE_BYTES = environment.number("MIXING_CACHE_GB", 20.0) * 1024**3  # what renders keep for the next one
MAX_DECODED_FRAMES_TIMES_CHANNELS = 3 * 3600 * 48_000 * 2  # three stereo hours at 48 kHz
TRAINING_HOURS = environment.number("TRAINING_HOURS", 40.0)  # that one person may train in the days below; 0: no limit
TRAINING_DAYS = environment.number("TRAINING_DAYS", 7.0)
TRAINING_SLICE_SECONDS = environment.number("TRAINING_SLICE_SECONDS", 300.0)  # before another person's turn
TAKES_WAIT_SECONDS = 20.0  # a training works at least so long before it makes room for takes

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "WARNING")},
}
